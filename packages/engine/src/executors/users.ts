import type { Staffing } from '../shapes/staffing.ts'
import type { VirtualUser } from '../users/virtual-user.ts'
import type { ScenarioTime } from './scenario-time.ts'
import { Seat } from './seat.ts'

export interface UsersGiven {
  readonly staffing: Staffing
  /** How long a user taken away before the end may still take for the iteration he is in. */
  readonly gracefulRampDownMs: number
  readonly hire: () => VirtualUser
}

/** Carries out a closed load: as many users as wanted, each starting over when he is through. */
export async function users(given: UsersGiven, time: ScenarioTime): Promise<void> {
  const { clock, startMs, signal, gracefulStopMs } = time
  const { staffing, gracefulRampDownMs } = given
  const seats: Seat[] = []
  const lastMs = startMs + staffing.endMs + gracefulStopMs
  for (let elapsedMs: number | undefined = 0; elapsedMs !== undefined; elapsedMs = staffing.nextChangeMs(elapsedMs)) {
    await clock.sleepUntil(startMs + elapsedMs, signal)
    if (signal.aborted) break
    const wanted = staffing.usersAt(elapsedMs)
    while (seats.length < wanted) seats.push(new Seat(clock, given.hire))
    const graceMs = elapsedMs < staffing.endMs ? gracefulRampDownMs : gracefulStopMs
    for (const [index, seat] of seats.entries()) {
      if (index < wanted) seat.take()
      else void seat.leave(Math.min(startMs + elapsedMs + graceMs, lastMs))
    }
  }
  const interrupt = () => {
    for (const seat of seats) seat.interrupt()
  }
  if (signal.aborted) interrupt()
  else signal.addEventListener('abort', interrupt)
  await Promise.all(seats.map((seat) => seat.empty()))
  signal.removeEventListener('abort', interrupt)
}
