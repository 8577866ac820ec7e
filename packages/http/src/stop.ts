/** Called when what somebody does is wanted no longer. */
export type StopListener = (() => void) | { handleEvent(): void }

/** Tells that what is under way is wanted no longer. An `AbortSignal` is one. */
export interface StopSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: StopListener): void
  removeEventListener(type: 'abort', listener: StopListener): void
}

/**
 * A stop signal and who gives it, at a small part of what an `AbortController` takes in memory and time: every user of a
 * load has one, and every connection listens to one.
 */
export class Stop implements StopSignal {
  #aborted = false
  /** Few at a time. */
  #listeners: StopListener[] = []

  get aborted(): boolean {
    return this.#aborted
  }

  addEventListener(_type: 'abort', listener: StopListener): void {
    if (!this.#listeners.includes(listener)) this.#listeners.push(listener)
  }

  removeEventListener(_type: 'abort', listener: StopListener): void {
    const index = this.#listeners.indexOf(listener)
    if (index >= 0) this.#listeners.splice(index, 1)
  }

  /** Tells all who listen, once. */
  abort(): void {
    this.#aborted = true
    for (const listener of this.#listeners.splice(0)) {
      if (typeof listener === 'function') listener()
      else listener.handleEvent()
    }
  }
}
