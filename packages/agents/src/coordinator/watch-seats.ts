import type { NatsConnection } from '@nats-io/transport-node'
import { nowMs } from '../clock.ts'
import type { Reachability } from '../connection/reachability.ts'
import type { Subjects } from '../protocol/subjects.ts'
import type { Seat } from './seat.ts'

export interface WatchGiven {
  readonly run: string
  readonly reachability: Reachability
  readonly lossAfterMs: number
  /** Gives everybody up when NATS has been away for so long. */
  readonly natsPatienceMs: number
  readonly onLost: (seat: Seat) => void
}

/** Tells agents each second that their coordinator is there, and gives up those that are not heard any more. */
export function watchSeats(
  nats: NatsConnection,
  subjects: Subjects,
  seats: ReadonlyMap<string, Seat>,
  { run, reachability, lossAfterMs, natsPatienceMs, onLost }: WatchGiven,
): { stop(): void } {
  const subscription = nats.subscribe(subjects.alive(run, '*'), {
    callback: (_, { subject }) => {
      const seat = seats.get(subject.slice(subject.lastIndexOf('.') + 1))
      if (seat !== undefined) seat.heardAtMs = nowMs()
    },
  })
  const reasonToLose = (seat: Seat): string | undefined => {
    const awaySinceMs = reachability.awaySinceMs()
    if (awaySinceMs !== undefined) {
      return nowMs() - awaySinceMs > natsPatienceMs
        ? `NATS could not be reached for ${natsPatienceMs / 1000} s`
        : undefined
    }
    // While NATS was away nobody could be heard: each has its whole time again.
    const silentMs = nowMs() - Math.max(seat.heardAtMs, reachability.backAtMs())
    return silentMs > lossAfterMs ? `nothing was heard of it for ${lossAfterMs / 1000} s` : undefined
  }
  const look = () => {
    nats.publish(subjects.coordinator(run))
    for (const seat of seats.values()) {
      const reason = seat.end === undefined ? reasonToLose(seat) : undefined
      if (reason === undefined) continue
      seat.lose(reason)
      onLost(seat)
    }
  }
  look()
  const timer = setInterval(look, 1000)
  return {
    stop: () => {
      clearInterval(timer)
      subscription.unsubscribe()
    },
  }
}
