import { connect as connectTcp, isIP, type OnReadOpts, type Socket, type TcpNetConnectOpts } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import type { ConnectionSetup } from '@loadrun/metrics'
import type { Timer } from '../clock.ts'
import { type Destination, hostOf } from './destination.ts'
import type { ChosenAddress } from './names.ts'
import type { Network } from './network.ts'
import { openTunnel } from './tunnel.ts'

/** Who wants a connection, and is told of its socket until that is closed. */
export interface SocketOwner {
  /** Requests can be written. */
  onOpen(socket: Socket): void
  /** It could not be opened, or broke. */
  onError(error: Error): void
  /** The other end has closed its side. */
  onEnd(): void
  /** It is closed for good; also told of one that never opened. The last call. */
  onClosed(): void
}

export interface OpeningGiven {
  readonly network: Network
  /** TLS sessions to go on with, by origin. */
  readonly sessions: Map<string, Buffer>
  readonly destination: Destination
  readonly protocols: readonly string[]
  readonly onread?: OnReadOpts
}

/** Errors after which a name's address of the other family is tried: nothing was there to connect to. */
const tryOtherwise = new Set(['ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'])

/**
 * A connection in the making, and its socket until that is closed. Nagle's algorithm is off: it would hold small
 * requests back.
 */
export class Opening {
  socket: Socket | undefined
  openedMs = Number.NaN
  readonly #given: OpeningGiven
  readonly #owner: SocketOwner
  readonly #setup = { lookingUpMs: 0, connectingMs: 0, handshakingMs: 0 }
  #phase: keyof ConnectionSetup = 'connectingMs'
  #phaseSinceMs: number
  #address = ''
  #otherwise: string | undefined
  #timer: Timer | undefined
  #state: 'opening' | 'open' | 'failed' = 'opening'
  #isClosed = false

  constructor(given: OpeningGiven, owner: SocketOwner, nowMs: number) {
    this.#given = given
    this.#owner = owner
    this.#phaseSinceMs = nowMs
    const { rules, clock } = given.network
    if (rules.connectTimeoutMs !== undefined) {
      this.#timer = clock.startTimer(() => this.#tooLate(), rules.connectTimeoutMs)
    }
    const { host, isAddress } = given.destination
    if (rules.unixSocket !== undefined || isAddress) this.#connect(host)
    else this.#connectByName(host)
  }

  /** How long each part took so far. */
  get setup(): ConnectionSetup {
    return this.#setup
  }

  /** Where it leads, as `127.0.0.1:80` or the path of a socket. */
  get remote(): string {
    const { network, destination } = this.#given
    const host = this.#address.includes(':') ? `[${this.#address}]` : this.#address
    return network.rules.unixSocket ?? `${host}:${destination.port}`
  }

  /** Closes the socket, or sees to it that none is opened. */
  abandon(): void {
    if (this.#state === 'opening') this.#end('failed')
    if (this.socket !== undefined) this.socket.destroy()
    else setImmediate(() => this.#close())
  }

  #connectByName(name: string): void {
    const known = this.#given.network.names.chooseKnown(name)
    if (known === undefined) void this.#lookUp(name)
    else this.#connectToChosen(known)
  }

  #connectToChosen({ address, otherwise }: ChosenAddress): void {
    this.#otherwise = otherwise
    this.#connect(address)
  }

  async #lookUp(name: string): Promise<void> {
    this.#phase = 'lookingUpMs'
    try {
      const chosen = await this.#given.network.names.choose(name)
      if (this.#state !== 'opening') return
      this.#enter('connectingMs')
      this.#connectToChosen(chosen)
    } catch (error) {
      if (this.#state === 'opening') this.#failWithoutSocket(error)
    }
  }

  #connect(address: string): void {
    this.#address = address
    try {
      this.#attach(this.#makeSocket(address))
    } catch (error) {
      this.#failWithoutSocket(error)
    }
  }

  #attach(socket: Socket): void {
    this.socket = socket
    socket.on('error', (error) => {
      if (socket === this.socket) this.#broke(error)
    })
    socket.on('end', () => {
      if (this.#state === 'open') this.#owner.onEnd()
    })
    socket.once('close', () => {
      if (socket !== this.socket) return
      if (this.#state === 'opening') this.#broke(new Error('The connection was closed before it stood'))
      this.#close()
    })
  }

  #makeSocket(address: string): Socket {
    const { network, destination, onread } = this.#given
    const { origin, isSecure, port } = destination
    const { unixSocket, mayReach } = network.rules
    if (mayReach !== undefined && (unixSocket !== undefined || !mayReach(origin, address))) {
      throw new Error(`Load may not be sent to ${unixSocket ?? origin.host}: it is none of the allowed targets`)
    }
    const localAddress = unixSocket === undefined ? network.localAddressFor(address) : undefined
    // Written out, as options are read for each connection.
    const options: Partial<TcpNetConnectOpts> & { path?: string } = { noDelay: true }
    if (unixSocket === undefined) {
      options.host = address
      options.port = port
    } else {
      options.path = unixSocket
    }
    if (localAddress !== undefined) options.localAddress = localAddress
    if (network.proxy !== undefined) return this.#makeProxiedSocket(options as TcpNetConnectOpts, network.proxy)
    if (onread !== undefined) options.onread = onread
    if (!isSecure) return connectTcp(options as TcpNetConnectOpts, () => this.#opened())
    return this.#makeSecureSocket(options)
  }

  #makeProxiedSocket(options: TcpNetConnectOpts, proxy: URL): Socket {
    const { network } = this.#given
    const { origin, isSecure } = this.#given.destination
    const socket = connectTcp(options, () => {
      if (!isSecure && network.rules.httpVersion === 1) {
        this.#opened()
        return
      }
      const to = `${origin.hostname}:${origin.port || (isSecure ? 443 : 80)}`
      openTunnel(socket, to, proxy, (error) => this.#tunnelled(socket, isSecure, error))
    })
    return socket
  }

  #tunnelled(socket: Socket, isSecure: boolean, error: Error | undefined): void {
    if (this.#state !== 'opening') return
    if (error !== undefined) {
      this.#broke(error)
      socket.destroy()
    } else if (isSecure) {
      this.#enter('handshakingMs')
      this.#attach(this.#makeSecureSocket({ socket }))
    } else {
      this.#opened()
    }
  }

  #makeSecureSocket(options: ConnectionOptions): Socket {
    const { network, sessions, protocols } = this.#given
    const { origin } = this.#given.destination
    const { tls } = network.rules
    const host = hostOf(origin)
    const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined)
    const session = tls.reusesSessions ? sessions.get(origin.origin) : undefined
    const socket = connectTls(
      {
        ...options,
        // Who must be certified, where no name is asked for.
        ...(options.socket === undefined ? {} : { host }),
        ...(servername === undefined ? {} : { servername }),
        ...(session === undefined ? {} : { session }),
        secureContext: network.secureContext,
        rejectUnauthorized: !tls.insecure,
        ALPNProtocols: [...protocols],
      },
      () => this.#opened(),
    )
    socket.setNoDelay(true)
    if (options.socket === undefined) {
      socket.once('connect', () => {
        if (this.#state === 'opening') this.#enter('handshakingMs')
      })
    }
    if (tls.reusesSessions) socket.on('session', (given) => sessions.set(origin.origin, given))
    return socket
  }

  #opened(): void {
    if (this.#state !== 'opening' || this.socket === undefined) return
    this.openedMs = this.#given.network.clock.nowMs()
    this.#end('open', this.openedMs)
    this.#owner.onOpen(this.socket)
  }

  #broke(error: Error): void {
    if (this.#state === 'opening' && this.#otherwise !== undefined && tryOtherwise.has(codeOf(error))) {
      const address = this.#otherwise
      this.#otherwise = undefined
      this.#connect(address)
      return
    }
    if (this.#state === 'opening') this.#end('failed')
    this.#owner.onError(error)
  }

  #tooLate(): void {
    const { connectTimeoutMs } = this.#given.network.rules
    const error = new OpeningError(`No connection within ${connectTimeoutMs} ms: ${phaseWords[this.#phase]}`)
    this.#timer = undefined
    this.#end('failed')
    this.#owner.onError(error)
    this.abandon()
  }

  #failWithoutSocket(error: unknown): void {
    this.#end('failed')
    // The caller is still making this opening.
    setImmediate(() => {
      this.#owner.onError(error instanceof Error ? error : new Error(String(error)))
      this.#close()
    })
  }

  #end(state: 'open' | 'failed', nowMs = this.#given.network.clock.nowMs()): void {
    this.#enter(this.#phase, nowMs)
    this.#state = state
    if (this.#timer !== undefined) this.#given.network.clock.stopTimer(this.#timer)
  }

  #enter(phase: keyof ConnectionSetup, nowMs = this.#given.network.clock.nowMs()): void {
    this.#setup[this.#phase] += nowMs - this.#phaseSinceMs
    this.#phaseSinceMs = nowMs
    this.#phase = phase
  }

  #close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#owner.onClosed()
  }
}

/** No connection within the time for one. */
class OpeningError extends Error {
  readonly code = 'CONNECT_TIMEOUT'
}

const phaseWords: Readonly<Record<keyof ConnectionSetup, string>> = {
  lookingUpMs: 'its name was not looked up yet',
  connectingMs: 'the other end did not answer',
  handshakingMs: 'TLS was not agreed on',
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
