import type { Leg, LegSample } from '@loadrun/metrics'
import { countersSince } from './kernel-counters.ts'
import { LegCounter, type LegEnds, legEnds } from './leg-counts.ts'
import type { ObservedPlace } from './observed-host.ts'
import { openSocketSource, type SocketSource } from './socket-source.ts'

/** What the kernel says at one moment. */
export interface Snapshot {
  /** When the reading began, in milliseconds since the Unix epoch. */
  readonly atEpochMs: number
  /** How long the reading took. */
  readonly tookMs?: number
  readonly legs: Readonly<Record<string, LegSample>>
  readonly counters: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
  /** The counters by host, where hosts have names. */
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** By the name of the process. */
  readonly descriptors?: Readonly<Record<string, number>>
}

/** Takes snapshots of one host's sockets; kernel counters count from the first one on. */
export class SnapshotReader implements Disposable {
  readonly #legs: readonly Leg[]
  readonly #name: string | undefined
  readonly #ends: LegEnds
  readonly #source: SocketSource
  #countersAtFirst: ReadonlyMap<string, number> | undefined

  /** Throws if the sockets cannot be read there, or if two legs share a port there. */
  constructor(legs: readonly Leg[], { procNet, name }: ObservedPlace) {
    this.#legs = legs
    this.#name = name
    this.#ends = legEnds(legs, name)
    this.#source = openSocketSource(procNet)
  }

  take(atEpochMs: number): Snapshot {
    const counter = new LegCounter(this.#legs, this.#ends)
    this.#source.scan(counter.add.bind(counter))
    const now = this.#source.counters()
    this.#countersAtFirst ??= now
    const counters = countersSince(this.#countersAtFirst, now)
    return {
      atEpochMs,
      legs: counter.samples(),
      counters,
      gauges: this.#source.gauges(),
      ...(this.#name === undefined ? {} : { hosts: { [this.#name]: counters } }),
    }
  }

  [Symbol.dispose](): void {
    this.#source[Symbol.dispose]()
  }
}
