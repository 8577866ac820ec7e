import type { RunResult } from '@loadrun/metrics'
import { type Chart, rounded } from '../chart.ts'
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

/** Processor time of the worker threads, as a share of one core each. */
export function generatorCpuChart({ intervals, plan }: RunResult): Chart {
  return {
    id: 'generator-cpu',
    title: 'Load generator: processor',
    meaning: 'Processor time of the worker threads, as a share of one core for each thread.',
    unit: 'share',
    axis: 'time',
    at: intervalEnds(intervals),
    lines: [
      {
        label: 'busy',
        colour: 'blue',
        stroke: 'solid',
        values: intervals.map((interval) => {
          const spanMs = interval.toMs - interval.fromMs
          return spanMs <= 0 ? null : rounded(interval.generator.cpuMs / spanMs / Math.max(1, plan.workers))
        }),
      },
    ],
    marks: [],
  }
}
