import { setTimeout as delay } from 'node:timers/promises'
import type { Metrics } from '@loadrun/metrics'
import type { JetStreamClient } from '@nats-io/jetstream'
import { nowMs } from '../clock.ts'
import { encode } from '../protocol/encoding.ts'
import type { Report } from '../protocol/messages.ts'

export interface OutboxGiven {
  readonly jetstream: JetStreamClient
  readonly subject: string
  /** The largest message that the server takes. */
  readonly mostBytes: number
  /** Gives up when JetStream has kept nothing for so long although there was something to keep. */
  readonly patienceMs: number
  readonly onGivenUp: (reason: string) => void
}

/**
 * Hands the reports of a run to JetStream: in order, numbered, each again and again until it is kept. What JetStream
 * has kept survives a restart of it; what it kept twice is one message, by its id and by its number.
 */
export class Outbox {
  readonly #given: OutboxGiven
  readonly #waiting: { readonly number: number; readonly report: Report }[] = []
  #added = 0
  #sending: Promise<void> | undefined
  #givenUp = false

  constructor(given: OutboxGiven) {
    this.#given = given
  }

  add(report: Report): void {
    if (this.#givenUp) return
    this.#waiting.push({ number: this.#added++, report })
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined
    })
  }

  /** Resolves when everything is kept, or given up. */
  async flush(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending
  }

  async #send(): Promise<void> {
    const { jetstream, subject, patienceMs, onGivenUp } = this.#given
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const bytes = this.#fitting(next.number, next.report)
      const sinceMs = nowMs()
      while (!(await isKept(jetstream, subject, bytes, next.number))) {
        if (nowMs() - sinceMs > patienceMs) {
          this.#givenUp = true
          onGivenUp(`NATS kept none of its reports for ${patienceMs / 1000} s; ${this.#waiting.length} are lost`)
          this.#waiting.length = 0
          return
        }
        await delay(retryMs)
      }
      this.#waiting.shift()
    }
  }

  /** A report that is larger than a message may be goes without the samples of failures; their counts and texts stay. */
  #fitting(number: number, report: Report): Uint8Array {
    const bytes = encode({ number, report })
    if (bytes.length <= this.#given.mostBytes) return bytes
    if (report.type === 'second') {
      return encode({ number, report: { ...report, metrics: withoutSamples(report.metrics) } })
    }
    if (report.type === 'ended') {
      const troubles = [
        ...report.troubles,
        `The samples of its failures did not fit into a message of NATS (${this.#given.mostBytes} bytes) and were left out`,
      ]
      return encode({ number, report: { ...report, troubles, total: withoutSamples(report.total) } })
    }
    return bytes
  }
}

const retryMs = 250
const ackTimeoutMs = 2000

async function isKept(
  jetstream: JetStreamClient,
  subject: string,
  bytes: Uint8Array,
  number: number,
): Promise<boolean> {
  try {
    await jetstream.publish(subject, bytes, { msgID: `${subject}.${number}`, timeout: ackTimeoutMs })
    return true
  } catch {
    // Whatever it was, the report is published again: NATS away, restarting, or slow.
    return false
  }
}

function withoutSamples(metrics: Metrics): Metrics {
  return { ...metrics, failures: metrics.failures.map((group) => ({ ...group, samples: [] })) }
}
