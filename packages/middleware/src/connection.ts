import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { MiddlewarePlan } from '@loadrun/plan'
import { type buildConnector, Client, type Dispatcher } from 'undici'
import { letServerCloseFirst } from './let-server-close-first.ts'
import type { UpstreamTarget } from './upstream-target.ts'

export interface OutgoingRequest {
  readonly method: string
  readonly path: string
  readonly contentType: string | undefined
  readonly body: Buffer | undefined
}

/** What an upstream answered. */
export interface Answer {
  readonly status: number
  readonly statusText: string
  /**
   * The body of an answer with a status from 400 on, its first 64 KiB or what had come of it when the connection ended;
   * other bodies are read and not kept.
   */
  readonly body: Buffer
}

export interface ConnectionEvents {
  /** A TCP connection stands. */
  opened(): void
  /** The request has ended, and another may be sent. */
  idle(): void
  /** The connection is closed, or never came about. The last event. */
  closed(): void
}

/** How far a request has come: its connection is being made, it goes out on one, the head of its answer has come. */
export type Progress = 'connecting' | 'sent' | 'answering'

const bodyKept = 64 * 1024
/** For undici this means never: only a server's own `Keep-Alive: timeout=` ends an idle connection earlier. */
const elevenDaysMs = 1_000_000_000

/**
 * One connection to an upstream, for one request at a time. It has an undici client to itself: undici's pool opens a
 * spare connection after an abort although no request waits, and a server with few slots pays for each of those.
 */
export class Connection {
  readonly #client: Client
  readonly #policy: MiddlewarePlan['connections']
  readonly #events: ConnectionEvents
  #socket: Socket | undefined
  #isClosed = false
  #isBusy = false
  #onProgress: (progress: Progress) => void = () => {}

  constructor(target: UpstreamTarget, policy: MiddlewarePlan['connections'], events: ConnectionEvents) {
    this.#policy = policy
    this.#events = events
    this.#client = new Client(target.origin, {
      allowH2: false,
      connect: (_options, connected) => this.#connect(target, connected),
      // Timeouts are the middleware's own business: only its own timer may say "timeout".
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: elevenDaysMs,
    })
  }

  /** Rejects when no whole answer came; one that says why it fails is taken as far as it came. */
  async send(request: OutgoingRequest, onProgress: (progress: Progress) => void): Promise<Answer> {
    this.#isBusy = true
    this.#onProgress = onProgress
    try {
      return await this.#dispatch(request)
    } finally {
      this.#isBusy = false
      if (this.#socket === undefined || this.#isClosed) this.#events.closed()
      else if (!this.#socket.destroyed && this.#policy === 'keep-alive') this.#events.idle()
    }
  }

  /** Ends the connection at once, whatever it is doing. */
  drop(): void {
    this.#socket?.destroy()
    this.#client.destroy()
  }

  #dispatch({ method, path, contentType, body }: OutgoingRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let head: { readonly status: number; readonly statusText: string } | undefined
      const chunks: Buffer[] = []
      let size = 0
      const answer = () => head && { ...head, body: Buffer.concat(chunks) }
      this.#client.dispatch(
        {
          method: method as Dispatcher.HttpMethod,
          path,
          headers: contentType === undefined ? [] : ['content-type', contentType],
          body: body ?? null,
          reset: this.#policy === 'close',
        },
        {
          onRequestStart: () => this.#onProgress('sent'),
          onResponseStart: (_controller, status, _headers, statusText = '') => {
            head = { status, statusText }
            this.#onProgress('answering')
          },
          onResponseData(_controller, chunk) {
            if (head === undefined || head.status < 400 || size >= bodyKept) return
            chunks.push(chunk.subarray(0, bodyKept - size))
            size += chunk.length
          },
          onResponseEnd: () => {
            // Everything has been read, so that this close is a FIN and TIME_WAIT stays on this side.
            if (this.#policy === 'client-closes') this.#socket?.destroy()
            const whole = answer()
            if (whole) resolve(whole)
          },
          onResponseError(_controller, error) {
            const partial = answer()
            if (partial && partial.status >= 400) resolve(partial)
            else reject(error)
          },
        },
      )
    })
  }

  /** Called again when the server closed an idle connection just as a request was about to be sent on it. */
  #connect({ host, port, tls }: UpstreamTarget, connected: buildConnector.Callback): void {
    // A server name that is an IP address is not allowed (RFC 6066, section 3).
    const socket = tls
      ? connectTls({ host, port, servername: isIP(host) ? '' : host, ALPNProtocols: ['http/1.1'] })
      : connectTcp({ host, port })
    socket.setNoDelay(true)
    this.#socket = socket
    this.#isClosed = false
    this.#onProgress('connecting')
    let connecting = true
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      connecting = false
      this.#events.opened()
      if (this.#policy === 'close') letServerCloseFirst(socket)
      connected(null, socket)
    })
    socket.on('error', (error) => {
      if (connecting) connected(error, null)
      connecting = false
    })
    socket.once('close', () => {
      this.#isClosed = true
      if (!this.#isBusy) this.#events.closed()
    })
  }
}
