import type { GeneratorMetrics, RunResult } from '@loadrun/metrics'
import { type Chart, type Line, rounded } from '../chart.ts'
import { timingOf } from '../timing.ts'
import { intervalEnds } from './over-time.ts'

/** How late the load generator itself was: a reader who doubts the response times looks here. */
export function generatorDelayChart({ intervals }: RunResult): Chart {
  const p99 = (histogram: (typeof intervals)[number]['generator']['lateness']) =>
    rounded(timingOf([histogram])?.percentileMs(99))
  return {
    id: 'generator-delay',
    title: 'Load generator: its own delay',
    meaning:
      'How late requests were handed over, and how late the worker threads’ timers fired: the 99th percentile in each second.',
    unit: 'ms',
    axis: 'time',
    at: intervalEnds(intervals),
    lines: [
      {
        label: 'lateness p99',
        colour: 'vermilion',
        stroke: 'solid',
        values: intervals.map((interval) => p99(interval.generator.lateness)),
      },
      {
        label: 'event loop delay p99',
        colour: 'blue',
        stroke: 'solid',
        values: intervals.map((interval) => p99(interval.generator.eventLoopDelay)),
      },
    ],
    marks: [],
  }
}

/** The kernel tells threads' times in hundredths of a second, which says nothing of what was left of the last second. */
const coarseMs = 500

/** Processor time of the load generator's threads, as shares of one core. */
export function generatorCpuChart({ intervals, plan }: RunResult): Chart {
  const shares = (msOf: (generator: GeneratorMetrics) => number | undefined, shortestMs = 0) =>
    intervals.map(({ generator, fromMs, toMs }) => {
      const ms = msOf(generator)
      const lastedMs = toMs - fromMs
      return ms === undefined || lastedMs <= shortestMs ? null : rounded(ms / lastedMs)
    })
  const workers = Math.max(1, plan.workers)
  const beside: readonly Line[] = [
    {
      label: 'main thread',
      colour: 'orange',
      stroke: 'solid',
      values: shares(({ threadsCpuMs }) => threadsCpuMs?.main, coarseMs),
    },
    {
      label: 'threads of V8, Node and pacing',
      colour: 'purple',
      stroke: 'solid',
      values: shares(
        ({ threadsCpuMs }) => threadsCpuMs && (threadsCpuMs.alarm ?? 0) + (threadsCpuMs.others ?? 0),
        coarseMs,
      ),
    },
  ]
  return {
    id: 'generator-cpu',
    title: 'Load generator: processor',
    meaning:
      'Processor time as a share of one core: of the worker threads for each thread, of all others together. Garbage collection holds the worker threads up.',
    unit: 'share',
    axis: 'time',
    at: intervalEnds(intervals),
    lines: [
      {
        label: 'busy',
        colour: 'blue',
        stroke: 'solid',
        values: shares(({ cpuMs }) => cpuMs / workers),
      },
      {
        label: 'busy with garbage collection',
        colour: 'vermilion',
        stroke: 'solid',
        values: shares(({ gcMs }) => gcMs && gcMs / workers),
      },
      ...beside.filter(({ values }) => values.some((value) => value !== null)),
    ],
    marks: [],
  }
}
