import { byte } from './bytes.ts'

const protocolName = Buffer.from('HTTP/1.', 'latin1')
/** As in `HTTP/1.1 200`. */
const usualLength = 12

/** What is expected next. */
const state = {
  start: 0,
  protocol: 1,
  minorVersion: 2,
  spaceAfterVersion: 3,
  status: 4,
  afterStatus: 5,
  reason: 6,
  lineFeed: 7,
  done: 8,
} as const

type State = (typeof state)[keyof typeof state]

/** Reads the first line of an answer (RFC 9112, 4), however it is cut. */
export class StatusLine {
  status = 0
  minorVersion = 0
  problem: string | undefined
  #state: State = state.start
  /** Bytes of the protocol's name, or digits of the status, so far. */
  #matched = 0

  begin(): void {
    this.#state = state.start
    this.status = 0
    this.problem = undefined
  }

  get isDone(): boolean {
    return this.#state === state.done
  }

  /** Returns where the line ended, or `to`, or where there was a problem. */
  read(bytes: Buffer, from: number, to: number): number {
    let at = from
    if (this.#state === state.start && this.#takeUsual(bytes, at, to)) at += usualLength
    while (at < to && this.#state !== state.done) {
      if (this.#state === state.reason) {
        while (at < to && bytes[at] !== byte.cr && bytes[at] !== byte.lf) at++
        if (at === to) return at
      }
      if (!this.#take(bytes[at] ?? 0)) {
        this.problem = this.#whatIsWrong()
        return at
      }
      at++
    }
    return at
  }

  /** A line that has come in one piece, as nearly all do, up to its status. `false`: it is to be read by bytes. */
  #takeUsual(bytes: Buffer, at: number, to: number): boolean {
    if (to - at < usualLength) return false
    for (let index = 0; index < protocolName.length; index++) {
      if (bytes[at + index] !== protocolName[index]) return false
    }
    const minor = (bytes[at + 7] ?? 0) - byte.zero
    const hundreds = (bytes[at + 9] ?? 0) - byte.zero
    const tens = (bytes[at + 10] ?? 0) - byte.zero
    const ones = (bytes[at + 11] ?? 0) - byte.zero
    const isStatus = hundreds > 0 && hundreds < 10 && tens >= 0 && tens < 10 && ones >= 0 && ones < 10
    if ((minor !== 0 && minor !== 1) || bytes[at + 8] !== byte.space || !isStatus) return false
    this.minorVersion = minor
    this.status = hundreds * 100 + tens * 10 + ones
    this.#state = state.afterStatus
    return true
  }

  #take(code: number): boolean {
    switch (this.#state) {
      case state.start:
        // Left over from a body that was longer than it said, by a habit of old.
        if (code === byte.cr || code === byte.lf) return true
        this.#matched = 1
        this.#state = state.protocol
        return code === protocolName[0]
      case state.protocol:
        if (code !== protocolName[this.#matched++]) return false
        if (this.#matched === protocolName.length) this.#state = state.minorVersion
        return true
      case state.minorVersion:
        this.minorVersion = code - byte.zero
        this.#state = state.spaceAfterVersion
        return this.minorVersion === 0 || this.minorVersion === 1
      case state.spaceAfterVersion:
        this.#matched = 0
        this.#state = state.status
        return code === byte.space
      case state.status:
        if (code < byte.zero || code > byte.nine) return false
        this.status = this.status * 10 + code - byte.zero
        if (++this.#matched === 3) this.#state = state.afterStatus
        return this.#matched < 3 || this.status >= 100
      case state.afterStatus:
        if (code === byte.space) this.#state = state.reason
        else if (code === byte.cr) this.#state = state.lineFeed
        else return false
        return true
      case state.reason:
        this.#state = state.lineFeed
        return code === byte.cr
      default:
        this.#state = state.done
        return code === byte.lf
    }
  }

  #whatIsWrong(): string {
    return this.#state <= state.spaceAfterVersion ? 'it does not begin with HTTP/1.1' : 'its status line cannot be read'
  }
}
