import { byte, tokenByte } from './bytes.ts'

/** Longer elements are none that is looked for. */
const longest = 24

/**
 * Reads the elements of a comma-separated field byte by byte, so that a value that comes in pieces is not put together
 * first. Elements are compared whole, without the blanks around them, and without regard to case.
 */
export class FieldTokens {
  readonly #bytes = new Uint8Array(longest)
  #length = 0
  #blanksSince = 0

  clear(): void {
    this.#length = 0
    this.#blanksSince = 0
  }

  /** Any byte but a comma. */
  add(code: number): void {
    if (code === byte.space || code === byte.tab) {
      if (this.#length > 0) this.#blanksSince++
      return
    }
    const at = this.#length + this.#blanksSince
    // A blank within stays in, as a byte that no token has.
    if (this.#blanksSince > 0 && at <= longest) this.#bytes.fill(byte.space, this.#length, at)
    this.#blanksSince = 0
    if (at < longest) this.#bytes[at] = tokenByte[code] || code
    this.#length = at + 1
  }

  is(word: Uint8Array): boolean {
    return this.#length === word.length && this.#startsWith(word)
  }

  /** The number that follows `word`, up to the first byte that is no digit; `undefined` where none does. */
  numberAfter(word: Uint8Array): number | undefined {
    if (!this.#startsWith(word)) return undefined
    let value: number | undefined
    for (let at = word.length; at < Math.min(this.#length, longest); at++) {
      const digit = (this.#bytes[at] ?? 0) - byte.zero
      if (digit < 0 || digit > 9) break
      value = (value ?? 0) * 10 + digit
    }
    return value
  }

  #startsWith(word: Uint8Array): boolean {
    if (this.#length < word.length) return false
    for (let at = 0; at < word.length; at++) if (this.#bytes[at] !== word[at]) return false
    return true
  }
}
