import type { CommandObservation } from '@loadrun/metrics'
import { type Chart, rounded } from '../chart.ts'
import { growthPerSecond, sampleSeconds } from './over-time.ts'

/** What a program of the user's own costs: it says nothing else of itself. */
export function commandCpuChart({ name, samples }: CommandObservation): Chart {
  return {
    id: `processor-${name}`,
    title: `${name}: processor`,
    meaning: 'Processor time of its processes, as a share of one core.',
    unit: 'share',
    axis: 'time',
    at: sampleSeconds(samples),
    lines: [
      {
        label: 'busy',
        colour: 'blue',
        stroke: 'solid',
        values: growthPerSecond(samples, ({ counts }) => counts.cpuMs).map((perSecond) =>
          perSecond === null ? null : rounded(perSecond / 1000),
        ),
      },
    ],
    marks: [],
  }
}
