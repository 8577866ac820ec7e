/** From where to where, in seconds since the load started. */
export interface Range {
  readonly from: number
  readonly to: number
}

interface Follower {
  readonly showCursor: (seconds: number | undefined) => void
  readonly showRange: (range: Range) => void
}

/** A closer look than this shows nothing but two points. */
const narrowestSeconds = 2

/** The one time axis of all charts: what is pointed at or zoomed in one is so in all. */
export class Timeline {
  #whole: Range
  #range: Range
  #cursor: number | undefined
  readonly #followers = new Set<Follower>()

  constructor(whole: Range) {
    this.#whole = whole
    this.#range = whole
  }

  get whole(): Range {
    return this.#whole
  }

  /** The run went on: what shows everything goes on showing everything, a closer look stays where it is. */
  extend(whole: Range): void {
    const { zoomed } = this
    this.#whole = whole
    if (!zoomed) this.reset()
  }

  get range(): Range {
    return this.#range
  }

  get cursor(): number | undefined {
    return this.#cursor
  }

  get zoomed(): boolean {
    return this.#range.from !== this.#whole.from || this.#range.to !== this.#whole.to
  }

  /** Returns how to stop following. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  point(seconds: number | undefined): void {
    this.#cursor = seconds
    for (const { showCursor } of this.#followers) showCursor(seconds)
  }

  /** Points at a moment, and brings it into sight where a closer look leaves it out. */
  show(seconds: number): void {
    const { from, to } = this.#range
    if (seconds < from || seconds > to) this.zoom({ from: seconds - (to - from) / 2, to: seconds + (to - from) / 2 })
    this.point(seconds)
  }

  zoom(range: Range): void {
    const width = Math.min(Math.max(range.to - range.from, narrowestSeconds), this.#whole.to - this.#whole.from)
    const from = Math.max(this.#whole.from, Math.min(range.from, this.#whole.to - width))
    this.#range = { from, to: from + width }
    for (const { showRange } of this.#followers) showRange(this.#range)
  }

  /** Below 1 comes closer, above 1 goes back; around the cursor where there is one. */
  zoomBy(factor: number): void {
    const { from, to } = this.#range
    const centre = this.#cursor ?? (from + to) / 2
    this.zoom({ from: centre - (centre - from) * factor, to: centre + (to - centre) * factor })
  }

  reset(): void {
    this.zoom(this.#whole)
  }
}
