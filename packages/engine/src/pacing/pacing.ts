import type { Pacing, Plan } from '@loadrun/plan'
import { Alarm } from './alarm.ts'

/** How a thread waits for a moment. */
export interface Waiting {
  readonly alarm: Alarm
  /**
   * How long before a moment that is `leftMs` away the alarm is to ring. For what is left then the event loop is turned,
   * which keeps a core busy.
   */
  readonly leadOf: (leftMs: number) => number
}

/** An alarm wakes a thread that has slept for long about this late; one that has not, sooner. */
const usualDelayMs = 0.06
const shareOfShortSleep = 0.25

/** What wakes later than usual, but not by much, is still on time. */
const cautiousDelayMs = 0.3

const leads: Readonly<Record<Exclude<Pacing, 'economic'>, Waiting['leadOf']>> = {
  balanced: (leftMs) => Math.min(usualDelayMs, leftMs * shareOfShortSleep),
  precise: () => cautiousDelayMs,
}

/** `undefined`: by the thread's own timers, because that is asked for or because nothing falls due by itself. */
export async function openWaiting({
  pacing,
  scenarios,
}: Pick<Plan, 'pacing' | 'scenarios'>): Promise<Waiting | undefined> {
  const hasArrivals = scenarios.some(({ load }) => 'arrivals' in load)
  if (pacing === 'economic' || !hasArrivals) return undefined
  const alarm = new Alarm()
  await alarm.ready
  return { alarm, leadOf: leads[pacing] }
}
