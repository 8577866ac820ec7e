/** Things to do at moments, taken out in the order of time: a binary heap. */
export class EventQueue {
  readonly #times: number[] = []
  readonly #events: (() => void)[] = []

  get nextMs(): number | undefined {
    return this.#times[0]
  }

  add(atMs: number, event: () => void): void {
    let index = this.#times.length
    this.#times.push(atMs)
    this.#events.push(event)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (this.#timeAt(parent) <= atMs) break
      this.#swap(index, parent)
      index = parent
    }
  }

  /** Does the earliest thing; `undefined` when there is none, else its moment. */
  runNext(): number | undefined {
    const atMs = this.#times[0]
    const event = this.#events[0]
    if (atMs === undefined || event === undefined) return undefined
    this.#swap(0, this.#times.length - 1)
    this.#times.pop()
    this.#events.pop()
    this.#sink(0)
    event()
    return atMs
  }

  #sink(from: number): void {
    let index = from
    for (;;) {
      const left = 2 * index + 1
      const right = left + 1
      let least = index
      if (left < this.#times.length && this.#timeAt(left) < this.#timeAt(least)) least = left
      if (right < this.#times.length && this.#timeAt(right) < this.#timeAt(least)) least = right
      if (least === index) return
      this.#swap(index, least)
      index = least
    }
  }

  #timeAt(index: number): number {
    return this.#times[index] ?? Number.POSITIVE_INFINITY
  }

  #swap(a: number, b: number): void {
    const time = this.#timeAt(a)
    const event = this.#events[a]
    const other = this.#events[b]
    if (event === undefined || other === undefined) return
    this.#times[a] = this.#timeAt(b)
    this.#times[b] = time
    this.#events[a] = other
    this.#events[b] = event
  }
}
