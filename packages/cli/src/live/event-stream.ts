import type { ServerResponse } from 'node:http'

/**
 * Server-sent events to one reader. A reader that is slow misses what it has no room for and gets the newest next: at
 * most one update of a run is on its way to it.
 */
export class EventStream {
  readonly #response: ServerResponse
  /** The newest update of each run that the reader had no room for. */
  readonly #waiting = new Map<string, string>()

  constructor(response: ServerResponse) {
    this.#response = response
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('retry: 1000\n\n')
    response.on('drain', () => this.#sendWaiting())
  }

  /** `data` without line breaks, as JSON has none. */
  update(key: string, data: string): void {
    this.#waiting.set(key, data)
    this.#sendWaiting()
  }

  /** Says that nothing more will come, once the reader has what there is. */
  end(): void {
    for (const [key, data] of this.#waiting) this.#write(key, data)
    this.#response.end('event: end\ndata:\n\n')
  }

  #sendWaiting(): void {
    for (const [key, data] of this.#waiting) {
      if (this.#response.writableNeedDrain) return
      this.#write(key, data)
    }
  }

  #write(key: string, data: string): void {
    this.#waiting.delete(key)
    this.#response.write(`event: update\ndata: ${data}\n\n`)
  }
}
