/** The names that can be used at a place: those set there, and those of what surrounds it. */
export class KnownNames {
  readonly #own: Set<string>
  readonly #around: KnownNames | undefined

  constructor(names: Iterable<string>, around?: KnownNames) {
    this.#own = new Set(names)
    this.#around = around
  }

  has(name: string): boolean {
    return this.#own.has(name) || this.#around?.has(name) === true
  }

  add(names: Iterable<string>): void {
    for (const name of names) this.#own.add(name)
  }

  /** For what is within: it knows these names, and what it adds is not known here. */
  inner(names: Iterable<string> = []): KnownNames {
    return new KnownNames(names, this)
  }

  /** Those that were set here. */
  own(): Iterable<string> {
    return this.#own
  }

  isEmpty(): boolean {
    return this.all().next().done === true
  }

  *all(): Generator<string, void> {
    if (this.#around !== undefined) yield* this.#around.all()
    yield* this.#own
  }
}
