import { brokenSince, type ComparedSide } from '@loadrun/analysis'
import type { RunResult } from '@loadrun/metrics'
import type { RunEvent } from './event.ts'
import { firstSeen } from './first-seen.ts'
import { plannedEvents } from './planned.ts'

/** More marks than these would hide the lines that they explain. */
const mostShown = 40

/** What happened when, in the order of time; what the run did not come to is left out. */
export function eventsOf(result: RunResult): readonly RunEvent[] {
  const events = [...plannedEvents(result.plan), ...firstSeen(result), ...broken(result)]
    .filter(({ atMs }) => atMs >= 0 && atMs <= result.elapsedMs)
    .toSorted((a, b) => a.atMs - b.atMs)
  return fewEnough(events)
}

/** Those of each side's typical run, named by the side unless all have them at the same moment. */
export function eventsOfSides(sides: readonly ComparedSide[]): readonly RunEvent[] {
  const bySide = sides.map(({ name, typical }) => ({ name, events: eventsOf(typical) }))
  const isShared = (event: RunEvent) =>
    bySide.every(({ events }) => events.some(({ atMs, text }) => atMs === event.atMs && text === event.text))
  const events = bySide.flatMap(({ name, events: own }, side) =>
    own.flatMap((event) => {
      if (isShared(event)) return side === 0 ? [event] : []
      return [{ ...event, text: `${name}: ${event.text}` }]
    }),
  )
  return fewEnough(events.toSorted((a, b) => a.atMs - b.atMs))
}

function fewEnough(events: readonly RunEvent[]): readonly RunEvent[] {
  if (events.length <= mostShown) return events
  // What was planned can be read in the configuration; what happened is nowhere else.
  const happened = events.filter(({ kind }) => kind !== 'plan')
  const planned = events.filter(({ kind }) => kind === 'plan').slice(0, Math.max(0, mostShown - happened.length))
  return [...happened, ...planned].toSorted((a, b) => a.atMs - b.atMs)
}

function broken(result: RunResult): readonly RunEvent[] {
  const isJudgedBroken = result.judgement.verdicts.some(({ status }) => status === 'fail')
  const thresholds = (isJudgedBroken ? brokenSince(result) : []).map(
    ({ threshold, atMs }): RunEvent => ({
      atMs,
      text: `${threshold.source} is broken`,
      kind: 'broken',
    }),
  )
  const { stoppedBy, interrupted, elapsedMs, total } = result
  if (stoppedBy !== undefined)
    return [...thresholds, { atMs: elapsedMs, text: `${stoppedBy} ends the run`, kind: 'broken' }]
  if (total.aborted !== undefined)
    return [...thresholds, { atMs: total.aborted.atMs, text: 'the script ends the run', kind: 'broken' }]
  return interrupted ? [...thresholds, { atMs: elapsedMs, text: 'the run is interrupted', kind: 'broken' }] : thresholds
}
