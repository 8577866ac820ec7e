import type { MiddlewareCounts, MiddlewareObservation } from '@loadrun/metrics'
import { type Chart, type Line, rounded } from '../chart.ts'
import { growthPerSecond, sampleSeconds } from './over-time.ts'

type Look = Pick<Line, 'label' | 'colour' | 'stroke'>

/** Requests inside the middleware, on either side of it. */
export function inFlightChart(middleware: MiddlewareObservation): Chart {
  const gauge = (look: Look, read: (counts: MiddlewareCounts) => number): Line => ({
    ...look,
    values: middleware.samples.map((sample) => read(sample.counts)),
  })
  const waiting = gauge(
    { label: 'waiting for a socket', colour: 'purple', stroke: 'dashed' },
    (counts) => counts.waitingForSocket,
  )
  return {
    id: `in-flight-${middleware.name}`,
    title: `${middleware.name}: requests in flight`,
    meaning: 'Received and not yet answered, and sent upstream and not yet ended.',
    unit: 'count',
    axis: 'time',
    at: sampleSeconds(middleware.samples),
    lines: [
      gauge({ label: 'from clients', colour: 'blue', stroke: 'solid' }, (counts) => counts.inFlight),
      gauge({ label: 'upstream', colour: 'orange', stroke: 'solid' }, (counts) => counts.upstreamInFlight),
      ...[waiting].filter(hasAny),
    ],
    marks: [],
  }
}

/** What the middleware sent upstream and what came of it, per second. */
export function upstreamChart(middleware: MiddlewareObservation): Chart {
  const rate = (look: Look, read: (counts: MiddlewareCounts) => number): Line => ({
    ...look,
    values: growthPerSecond(middleware.samples, (sample) => read(sample.counts)),
  })
  const repeated = rate(
    { label: 'of these sent again', colour: 'purple', stroke: 'dashed' },
    (counts) => counts.retries + counts.hedges,
  )
  const refused = rate(
    { label: 'refused by the circuit breaker', colour: 'grey', stroke: 'dotted' },
    (counts) => counts.refusedByCircuit,
  )
  return {
    id: `upstream-${middleware.name}`,
    title: `${middleware.name}: requests upstream`,
    meaning: 'Per second. Its own timeouts are part of the failed ones, retries and hedges part of those sent.',
    unit: 'perSecond',
    axis: 'time',
    at: sampleSeconds(middleware.samples),
    lines: [
      rate({ label: 'sent', colour: 'blue', stroke: 'solid' }, (counts) => counts.upstreamRequests),
      ...[repeated].filter(hasAny),
      rate({ label: 'succeeded', colour: 'green', stroke: 'solid' }, (counts) => counts.upstreamOk),
      rate({ label: 'failed', colour: 'vermilion', stroke: 'solid' }, (counts) => counts.upstreamFailed),
      rate({ label: 'of these timed out', colour: 'orange', stroke: 'dashed' }, (counts) => counts.upstreamTimeouts),
      ...[refused].filter(hasAny),
    ],
    marks: [],
  }
}

/** What the process uses of a core: near 1, it is itself what requests wait for. */
export function processorChart({ name, samples }: MiddlewareObservation): Chart {
  const share = (look: Look, read: (counts: MiddlewareCounts) => number | undefined): Line => ({
    ...look,
    values: growthPerSecond(samples, ({ counts }) => read(counts)).map((perSecond) =>
      perSecond === null ? null : rounded(perSecond / 1000),
    ),
  })
  return {
    id: `processor-${name}`,
    title: `${name}: processor`,
    meaning: 'Processor time of its process, as a share of one core: in its own code, and in the kernel for it.',
    unit: 'share',
    axis: 'time',
    at: sampleSeconds(samples),
    lines: [
      share({ label: 'own code', colour: 'blue', stroke: 'solid' }, ({ cpuUserMs }) => cpuUserMs),
      share({ label: 'kernel', colour: 'vermilion', stroke: 'solid' }, ({ cpuSystemMs }) => cpuSystemMs),
    ],
    marks: [],
  }
}

function hasAny(line: Line): boolean {
  return line.values.some((value) => value !== null && value > 0)
}
