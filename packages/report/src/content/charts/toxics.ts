import type { ToxicsCounts, ToxicsObservation } from '@loadrun/metrics'
import type { Chart, Line } from '../chart.ts'
import { growthPerSecond, sampleSeconds } from './over-time.ts'

type Look = Pick<Line, 'label' | 'colour' | 'stroke'>

/** What became of the connections that went through the proxy, per second. */
export function proxiedConnectionChart(toxics: ToxicsObservation): Chart {
  const rate = (look: Look, read: (counts: ToxicsCounts) => number): Line => ({
    ...look,
    values: growthPerSecond(toxics.samples, (sample) => read(sample.counts)),
  })
  const lines = [
    rate({ label: 'accepted', colour: 'blue', stroke: 'solid' }, (counts) => counts.accepted),
    rate({ label: 'ended in order', colour: 'green', stroke: 'solid' }, (counts) => counts.ended),
    rate({ label: 'reset by a toxic', colour: 'vermilion', stroke: 'solid' }, (counts) => counts.resetByToxic),
    rate({ label: 'closed by a toxic', colour: 'orange', stroke: 'solid' }, (counts) => counts.closedByToxic),
    rate({ label: 'reset passed on', colour: 'purple', stroke: 'dashed' }, (counts) => counts.passedReset),
    rate({ label: 'none upstream', colour: 'brown', stroke: 'dashed' }, (counts) => counts.upstreamFailed),
  ]
  return {
    id: `connections-${toxics.name}`,
    title: `${toxics.name}: connections`,
    meaning: 'Per second: accepted, and how they ended.',
    unit: 'perSecond',
    axis: 'time',
    at: sampleSeconds(toxics.samples),
    lines: lines.filter((line, place) => place < 2 || line.values.some((value) => value !== null && value > 0)),
    marks: [],
  }
}

/** Bytes through the proxy, and those that it holds back. */
export function proxiedBytesChart(toxics: ToxicsObservation): Chart {
  const rate = (look: Look, read: (counts: ToxicsCounts) => number): Line => ({
    ...look,
    values: growthPerSecond(toxics.samples, (sample) => read(sample.counts)),
  })
  return {
    id: `bytes-${toxics.name}`,
    title: `${toxics.name}: bytes`,
    meaning: 'Sent on per second, either way; and how many it was holding back at the moment.',
    unit: 'count',
    axis: 'time',
    at: sampleSeconds(toxics.samples),
    lines: [
      rate({ label: 'upstream, per second', colour: 'blue', stroke: 'solid' }, (counts) => counts.bytesUpstream),
      rate({ label: 'downstream, per second', colour: 'green', stroke: 'solid' }, (counts) => counts.bytesDownstream),
      {
        label: 'held back',
        colour: 'vermilion',
        stroke: 'dashed',
        values: toxics.samples.map(({ counts }) => counts.bytesHeld),
      },
    ],
    marks: [],
  }
}
