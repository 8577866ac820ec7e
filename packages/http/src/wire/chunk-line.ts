import { byte, hexDigit, tokenByte, valueByte } from './bytes.ts'

/** What is expected next. */
const state = {
  returnBefore: 0,
  lineFeedBefore: 1,
  start: 2,
  size: 3,
  extensionName: 4,
  extensionValue: 5,
  quoted: 6,
  quotedPair: 7,
  afterQuoted: 8,
  lineFeed: 9,
  done: 10,
} as const

type State = (typeof state)[keyof typeof state]

/**
 * Reads what stands before each chunk (RFC 9112, 7.1): the line end of the one before it, its size, and extensions, which
 * mean nothing here.
 */
export class ChunkLine {
  /** Of the chunk; 0 for the last one. */
  size = 0
  problem: string | undefined
  #state: State = state.start
  /** The extension that is being read has a name. */
  #isNamed = false

  begin(isFirst: boolean): void {
    this.#state = isFirst ? state.start : state.returnBefore
    this.size = 0
    this.problem = undefined
  }

  get isDone(): boolean {
    return this.#state === state.done
  }

  /** Returns where the line ended, or `to`, or where there was a problem. */
  read(bytes: Buffer, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const code = bytes[at] ?? 0
      switch (this.#state) {
        case state.returnBefore:
          if (code !== byte.cr) return this.#refuse('a chunk is longer than it says', at)
          this.#state = state.lineFeedBefore
          break
        case state.lineFeedBefore:
          if (code !== byte.lf) return this.#refuse('a chunk is longer than it says', at)
          this.#state = state.start
          break
        case state.start:
        case state.size: {
          const digit = hexDigit[code] ?? 255
          if (digit !== 255) {
            this.#state = state.size
            this.size = this.size * 16 + digit
            if (!Number.isSafeInteger(this.size)) return this.#refuse('a chunk is too large', at)
          } else if (this.#state === state.start) {
            return this.#refuse('a chunk has no size', at)
          } else if (!this.#takeEnd(code)) {
            return this.#refuse('the size of a chunk cannot be read', at)
          }
          break
        }
        case state.lineFeed:
          if (code !== byte.lf) return this.#refuse('the size of a chunk cannot be read', at)
          this.#state = state.done
          return at + 1
        default:
          if (!this.#takeExtension(code)) return this.#refuse('the extension of a chunk cannot be read', at)
      }
    }
    return to
  }

  #takeExtension(code: number): boolean {
    const isToken = tokenByte[code] !== 0
    switch (this.#state) {
      case state.extensionName:
        if (isToken) this.#isNamed = true
        else if (code === byte.equals) this.#state = state.extensionValue
        else return this.#isNamed && this.#takeEnd(code)
        return true
      case state.extensionValue:
        if (isToken) return true
        if (code === byte.quote) this.#state = state.quoted
        else return this.#takeEnd(code)
        return true
      case state.quoted:
        if (code === byte.quote) this.#state = state.afterQuoted
        else if (code === byte.backslash) this.#state = state.quotedPair
        return valueByte[code] === 1
      case state.quotedPair:
        this.#state = state.quoted
        return valueByte[code] === 1
      default:
        return this.#takeEnd(code)
    }
  }

  /** Of the size, or of an extension. */
  #takeEnd(code: number): boolean {
    this.#isNamed = false
    if (code === byte.cr) this.#state = state.lineFeed
    else if (code === byte.semicolon) this.#state = state.extensionName
    else return false
    return true
  }

  #refuse(problem: string, at: number): number {
    this.problem = problem
    return at
  }
}
