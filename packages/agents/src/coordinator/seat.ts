import type { Metrics } from '@loadrun/metrics'
import type { AgentCard, NumberedReport, Report } from '../protocol/messages.ts'
import type { ClockOffset } from './clock-offset.ts'

/** How an agent's part ended. */
export type SeatEnd =
  | (Omit<Extract<Report, { type: 'ended' }>, 'type'> & { readonly kind: 'ended' })
  /** It could not make its part, and said so. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nothing more was heard of it. */
  | { readonly kind: 'lost'; readonly reason: string }

/** One agent's part of a run, as its coordinator sees it. */
export class Seat {
  readonly card: AgentCard
  /** Resolves when it waits for the start, or has ended before. */
  readonly ready: Promise<void>
  readonly ended: Promise<SeatEnd>
  clock: ClockOffset | undefined
  /** When it was last heard, by the coordinator's clock for distances. */
  heardAtMs: number
  startLateMs: number | undefined
  /** Seconds that came after it had been given up. */
  secondsTooLate = 0
  /** Reports that never came although later ones did. */
  reportsMissing = 0
  /** Requests it told of. */
  requestsSent = 0
  /** Up to here it told what it counted, in milliseconds since the load's start. */
  toldUntilMs = 0
  readonly #onSecond: (metrics: Metrics) => void
  readonly #ready = Promise.withResolvers<void>()
  readonly #ended = Promise.withResolvers<SeatEnd>()
  /** The number of the report that comes next. */
  #next = 0
  #end: SeatEnd | undefined

  constructor(card: AgentCard, heardAtMs: number, onSecond: (metrics: Metrics) => void) {
    this.card = card
    this.heardAtMs = heardAtMs
    this.#onSecond = onSecond
    this.ready = this.#ready.promise
    this.ended = this.#ended.promise
  }

  get end(): SeatEnd | undefined {
    return this.#end
  }

  /** What was delivered twice counts once: reports are numbered from 0, and come in order. */
  hear({ number, report }: NumberedReport, atMs: number): void {
    this.heardAtMs = atMs
    if (number < this.#next) return
    this.reportsMissing += number - this.#next
    this.#next = number + 1
    if (this.#end === undefined) this.#take(report)
    else if (report.type === 'second') this.secondsTooLate++
  }

  lose(reason: string): void {
    this.#finish({ kind: 'lost', reason })
  }

  #take(report: Report): void {
    switch (report.type) {
      case 'ready':
        this.#ready.resolve()
        break
      case 'started':
        this.startLateMs = report.lateMs
        break
      case 'second':
        this.toldUntilMs = report.metrics.toMs
        this.requestsSent += sentIn(report.metrics)
        this.#onSecond(report.metrics)
        break
      case 'ended':
        this.#finish({ ...report, kind: 'ended' })
        break
      case 'failed':
        this.#finish({ kind: 'failed', reason: report.reason })
        break
    }
  }

  #finish(end: SeatEnd): void {
    if (this.#end !== undefined) return
    this.#end = end
    this.#ended.resolve(end)
    this.#ready.resolve()
  }
}

function sentIn({ requests }: Metrics): number {
  return Object.values(requests).reduce((sum, { sent }) => sum + sent, 0)
}
