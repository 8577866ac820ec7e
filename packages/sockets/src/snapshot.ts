import type { Leg, LegSample } from '@loadrun/metrics'
import { countersSince, readCounters } from './kernel-counters.ts'
import { KernelFile } from './kernel-file.ts'
import { readGauges } from './kernel-gauges.ts'
import { LegCounter, type LegEnds, legEnds } from './leg-counts.ts'
import type { ObservedPlace } from './observed-host.ts'
import { scanSocketTable } from './socket-table.ts'

const kilobytes = 1024

/** What the kernel says at one moment. */
export interface Snapshot {
  /** When the reading began, in milliseconds since the Unix epoch. */
  readonly atEpochMs: number
  readonly legs: Readonly<Record<string, LegSample>>
  readonly counters: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
}

/** Takes snapshots of one network namespace; kernel counters count from the first one on. */
export class SnapshotReader implements Disposable {
  readonly #legs: readonly Leg[]
  readonly #ends: LegEnds
  readonly #tables: readonly KernelFile[]
  readonly #counterFiles: readonly KernelFile[]
  readonly #gaugeFile: KernelFile | undefined
  #countersAtFirst: ReadonlyMap<string, number> | undefined

  /** Throws if `tcp` in `procNet` cannot be opened, or if two legs share a port there. */
  constructor(legs: readonly Leg[], { procNet: folder, name }: ObservedPlace) {
    this.#legs = legs
    this.#ends = legEnds(legs, name)
    // Without IPv6 there is no tcp6, and some containers hide the counters.
    this.#tables = [new KernelFile(`${folder}/tcp`), KernelFile.openIfThere(`${folder}/tcp6`, 256 * kilobytes)].filter(
      isThere,
    )
    this.#counterFiles = [`${folder}/snmp`, `${folder}/netstat`]
      .map((path) => KernelFile.openIfThere(path, 16 * kilobytes))
      .filter(isThere)
    this.#gaugeFile = KernelFile.openIfThere(`${folder}/sockstat`, 4 * kilobytes)
  }

  take(atEpochMs: number): Snapshot {
    const counter = new LegCounter(this.#legs, this.#ends)
    const add = counter.add.bind(counter)
    for (const table of this.#tables) scanSocketTable(table.read(), add)
    const counters = this.#readCounters()
    this.#countersAtFirst ??= counters
    return {
      atEpochMs,
      legs: counter.samples(),
      counters: countersSince(this.#countersAtFirst, counters),
      gauges: this.#gaugeFile === undefined ? {} : readGauges(this.#gaugeFile.read().toString('latin1')),
    }
  }

  [Symbol.dispose](): void {
    for (const file of [...this.#tables, ...this.#counterFiles, this.#gaugeFile]) file?.[Symbol.dispose]()
  }

  #readCounters(): Map<string, number> {
    return readCounters(...this.#counterFiles.map((file) => file.read().toString('latin1')))
  }
}

function isThere(file: KernelFile | undefined): file is KernelFile {
  return file !== undefined
}
