import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ComparisonContent, Language, RunContent } from '@loadrun/report'
import { renderLivePage } from '@loadrun/report'
import { exitCodes, UserError } from '../exit-codes.ts'
import { EventStream } from './event-stream.ts'

/** Only this machine sees it: a report tells addresses, headers and bodies. */
const host = '127.0.0.1'

/** More than anybody looks with at once. */
const mostReaders = 32

/** Runs that a reader who comes later is still told of; the others are on disk. */
const mostKept = 12

/** How long a slow reader may take for the end. */
const endWithinMs = 2000

/** Serves the page of a study while it goes on: the same front-end as the report, told anew every second. */
export class LiveServer implements AsyncDisposable {
  readonly url: string
  readonly #server: Server
  readonly #readers = new Set<EventStream>()
  /** The newest update of each run, as JSON; made when first wanted. */
  readonly #updates = new Map<string, () => string>()

  private constructor(server: Server, page: string) {
    this.#server = server
    const { port } = server.address() as AddressInfo
    this.url = `http://${host}:${port}/`
    server.on('request', (request, response) => this.#answer(request, response, page))
  }

  /** `port`: 0 takes any that is free. */
  static async open(name: string, port: number, language?: Language): Promise<LiveServer> {
    const page = await renderLivePage(name, language)
    const server = createServer()
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new UserError(`Cannot serve the live page on ${host}:${port}: ${reason}`, exitCodes.cannotRun)
    }
    // The page ends with the runs, not the runs with the page.
    server.unref()
    return new LiveServer(server, page)
  }

  /** Tells what there is to show of a run now; `content` is asked only where somebody looks. */
  update(key: string, title: string, content: () => RunContent | ComparisonContent): void {
    let made: string | undefined
    const json = () => {
      made ??= JSON.stringify({ key, title, content: content() })
      return made
    }
    this.#updates.set(key, json)
    for (const old of [...this.#updates.keys()].slice(0, -mostKept)) this.#updates.delete(old)
    for (const reader of this.#readers) reader.update(key, json())
  }

  /** Tells every reader that all runs have ended, and closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    for (const reader of this.#readers) reader.end()
    const deadline = setTimeout(() => this.#server.closeAllConnections(), endWithinMs)
    this.#server.closeIdleConnections()
    while (this.#readers.size > 0) await once(this.#server, 'reader-gone')
    clearTimeout(deadline)
    this.#server.closeAllConnections()
  }

  #answer(request: IncomingMessage, response: ServerResponse, page: string): void {
    const path = new URL(request.url ?? '/', this.url).pathname
    const refusal = this.#refusal(request, path)
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('cache-control', 'no-store')
    if (refusal !== undefined) {
      const [status, reason] = refusal
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`)
    } else if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    } else {
      this.#follow(response)
    }
  }

  #refusal(request: IncomingMessage, path: string): readonly [status: number, reason: string] | undefined {
    // A page elsewhere may have a name of its own lead here; it must not read along.
    if (!this.#isMeant(request)) return [421, 'Ask for the address that loadrun printed.']
    if (request.method !== 'GET') return [405, 'This page is only to be read.']
    if (path !== '/' && path !== '/events') return [404, 'There are only / and /events.']
    if (path === '/events' && this.#readers.size >= mostReaders) return [503, `${mostReaders} readers are enough.`]
    return undefined
  }

  #isMeant({ headers }: IncomingMessage): boolean {
    const { port } = new URL(this.url)
    return headers.host === `${host}:${port}` || headers.host === `localhost:${port}`
  }

  #follow(response: ServerResponse): void {
    const reader = new EventStream(response)
    this.#readers.add(reader)
    response.on('close', () => {
      this.#readers.delete(reader)
      this.#server.emit('reader-gone')
    })
    for (const [key, json] of this.#updates) reader.update(key, json())
  }
}
