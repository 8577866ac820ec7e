/** Keeps the end of a text that arrives in pieces, at most `limit` characters of it. */
export class LastText {
  readonly #limit: number
  #text = ''

  constructor(limit: number) {
    this.#limit = limit
  }

  add(piece: string): void {
    this.#text = (this.#text + piece).slice(-this.#limit)
  }

  /** The last `count` lines that are not empty. */
  lines(count: number): readonly string[] {
    return this.#text
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '')
      .slice(-count)
  }
}
