import type { HostFailure, HostObservation, HostSample } from '@loadrun/metrics'
import { epochMs, sleep } from '../clock.ts'
import { nextSnapshot } from '../schedule.ts'
import type { HostReading, ReadHost } from './host-reading.ts'
import { commandReader } from './read-command.ts'
import { loadrunReader } from './read-loadrun.ts'
import { nodeExporterReader } from './read-node-exporter.ts'

/** A host to ask, and how. */
export interface HostToObserve {
  readonly name: string
  readonly source:
    | { readonly kind: 'node_exporter' | 'loadrun'; readonly url: string }
    | { readonly kind: 'command'; readonly argv: readonly string[] }
  /** Only sockets with one of these ports at either end; `undefined`: all. */
  readonly ports: readonly number[] | undefined
  readonly everyMs: number
  /** A look that takes longer is given up, and counts as missing. */
  readonly timeoutMs: number
}

export interface HostsObserver {
  /** Times of samples count from here. Until it is called, they count from the beginning of the observation. */
  loadStarted(atEpochMs: number): void
  /** Takes no further look; those under way still come to their end. */
  stop(): Promise<readonly HostObservation[]>
}

/**
 * Asks each host on a schedule of its own, one look at a time. Resolves when each has been asked once; `onFailure` is
 * told at once why a host could not be read, when that is new.
 */
export async function observeHosts(
  hosts: readonly HostToObserve[],
  onFailure: (host: string, reason: string) => void,
): Promise<HostsObserver> {
  const observers = hosts.map((host) => new HostObserver(host, (reason) => onFailure(host.name, reason)))
  await Promise.all(observers.map(({ firstLook }) => firstLook))
  return {
    loadStarted: (atEpochMs) => {
      for (const observer of observers) observer.startedAtEpochMs = atEpochMs
    },
    stop: () => Promise.all(observers.map((observer) => observer.stop())),
  }
}

interface Look {
  readonly atEpochMs: number
  readonly tookMs: number
  readonly reading: HostReading
}

class HostObserver {
  readonly firstLook: Promise<void>
  startedAtEpochMs = epochMs()
  readonly #host: HostToObserve
  readonly #read: ReadHost
  readonly #onFailure: (reason: string) => void
  readonly #beganAtEpochMs = epochMs()
  readonly #stopping = new AbortController()
  readonly #looks: Look[] = []
  /** The number of the next look: as many have fallen due so far. */
  #next = 1
  readonly #failures: { readonly atEpochMs: number; readonly reason: string }[] = []
  readonly #ended: Promise<void>

  constructor(host: HostToObserve, onFailure: (reason: string) => void) {
    this.#host = host
    this.#read = readerOf(host)
    this.#onFailure = onFailure
    this.firstLook = this.#look()
    this.#ended = this.firstLook.then(() => this.#lookOn())
  }

  async stop(): Promise<HostObservation> {
    this.#stopping.abort()
    await this.#ended
    const { name, ports, everyMs } = this.#host
    const tells = this.#looks.at(-1)?.reading.tells
    return {
      name,
      source: sourceText(this.#host),
      ...(ports === undefined ? {} : { ports }),
      ...(tells === undefined ? {} : { tells }),
      everyMs,
      samples: samplesOf(this.#looks, this.startedAtEpochMs),
      due: this.#next,
      failures: this.#groupedFailures(),
    }
  }

  async #lookOn(): Promise<void> {
    const { everyMs } = this.#host
    for (;;) {
      const elapsedMs = epochMs() - this.#beganAtEpochMs
      this.#next = nextSnapshot(this.#next - 1, elapsedMs, everyMs)
      await sleep(this.#next * everyMs - elapsedMs, this.#stopping.signal)
      if (this.#stopping.signal.aborted) return
      this.#next++
      await this.#look()
    }
  }

  async #look(): Promise<void> {
    const atEpochMs = epochMs()
    const { timeoutMs } = this.#host
    const tooLong = AbortSignal.timeout(timeoutMs)
    try {
      const reading = await this.#read(tooLong)
      this.#looks.push({ atEpochMs, tookMs: Math.round(epochMs() - atEpochMs), reading })
    } catch (error) {
      const reason = tooLong.aborted ? `no answer within ${timeoutMs} ms` : messageOf(error)
      if (this.#failures.every((failure) => failure.reason !== reason)) this.#onFailure(reason)
      this.#failures.push({ atEpochMs, reason })
    }
  }

  #groupedFailures(): readonly HostFailure[] {
    return [...Map.groupBy(this.#failures, ({ reason }) => reason)].map(([reason, failures]) => ({
      reason,
      count: failures.length,
      firstMs: Math.round((failures[0]?.atEpochMs ?? 0) - this.startedAtEpochMs),
      lastMs: Math.round((failures.at(-1)?.atEpochMs ?? 0) - this.startedAtEpochMs),
    }))
  }
}

function readerOf({ source, ports }: HostToObserve): ReadHost {
  switch (source.kind) {
    case 'node_exporter':
      return nodeExporterReader(source.url)
    case 'loadrun':
      return loadrunReader(source.url, ports)
    case 'command':
      return commandReader(source.argv, ports)
  }
}

function sourceText({ source }: HostToObserve): string {
  switch (source.kind) {
    case 'node_exporter':
      return `node_exporter ${source.url}`
    case 'loadrun':
      return `loadrun sockets ${source.url}`
    case 'command':
      return source.argv.join(' ')
  }
}

function samplesOf(looks: readonly Look[], startedAtEpochMs: number): readonly HostSample[] {
  const grown: Record<string, number> = {}
  let before: HostReading['counters'] | undefined
  return looks.map(({ atEpochMs, tookMs, reading }) => {
    const { states, ends, counters, gauges } = reading
    for (const [name, value] of Object.entries(counters)) {
      const last = before?.[name] ?? value
      // A host that was restarted counts from 0 again.
      grown[name] = (grown[name] ?? 0) + (value >= last ? value - last : value)
    }
    before = { ...before, ...counters }
    return {
      atMs: Math.round(atEpochMs - startedAtEpochMs),
      tookMs,
      states,
      ...(ends === undefined ? {} : { ends }),
      counters: { ...grown },
      gauges,
    }
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
