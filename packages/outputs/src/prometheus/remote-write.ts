import { RunFigures } from '../figures/run-figures.ts'
import type { Labels } from '../figures/series.ts'
import type { Output } from '../output.ts'
import { snappyOf } from './snappy.ts'
import { writeRequest } from './write-request.ts'

const timeoutMs = 5000

/** Seconds that wait for a receiver that is away; older ones are given up. */
const mostWaiting = 60

interface RemoteWriteGiven {
  readonly nowEpochMs: () => number
  readonly authorization?: string | undefined
}

/**
 * Writes the figures of each second to a Prometheus (remote write 1.0), one request after another. What a receiver that
 * is away did not take is sent again with the next second; what it refuses (4xx) is given up, as the protocol wants it.
 */
export function remoteWriteOutput(url: string, about: Labels, { nowEpochMs, authorization }: RemoteWriteGiven): Output {
  const figures = new RunFigures()
  const waiting: Buffer[] = []
  let sending: Promise<void> | undefined
  let seconds = 0
  let lost = 0
  let reason = ''

  async function sendAll(): Promise<void> {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const refusal = await post(url, next, authorization)
      if (refusal !== undefined) reason = refusal.reason
      if (refusal?.again === true) return
      if (refusal !== undefined) lost++
      waiting.shift()
    }
  }

  return {
    second(interval, sockets) {
      figures.add(interval, sockets)
      seconds++
      waiting.push(snappyOf(writeRequest(figures.series, about, nowEpochMs())))
      if (waiting.length > mostWaiting) {
        waiting.shift()
        lost++
      }
      sending ??= sendAll().finally(() => {
        sending = undefined
      })
    },
    async end() {
      await sending
      await sendAll()
      lost += waiting.length
      return lost === 0 ? undefined : `${url} did not take ${lost} of ${seconds} seconds: ${reason}`
    },
  }
}

interface Refusal {
  readonly reason: string
  /** Whether it may be taken another time. */
  readonly again: boolean
}

async function post(url: string, body: Buffer, authorization: string | undefined): Promise<Refusal | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
        'user-agent': 'loadrun',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = (await response.text()).trim().slice(0, 200)
    if (response.ok) return undefined
    return { reason: `status ${response.status} ${text}`, again: response.status >= 500 || response.status === 429 }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { reason: cause instanceof Error ? cause.message : String(cause), again: true }
  }
}
