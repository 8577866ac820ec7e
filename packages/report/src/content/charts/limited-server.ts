import type { LimitedServerCounts, LimitedServerObservation } from '@loadrun/metrics'
import type { LimitedServerPlan } from '@loadrun/plan'
import type { Chart, Line } from '../chart.ts'
import { growthPerSecond, sampleSeconds } from './over-time.ts'

type Look = Pick<Line, 'label' | 'colour' | 'stroke'>

const connectionSlots = 'A slot is a connection, from accept to close. At the limit, the next one is refused.'
const requestSlots = 'A slot is a request in its handler. At the limit, the next one waits or is refused.'

/** Slots of the server against its limit, and what they are busy with. `plan`: `undefined` where it is not known. */
export function slotChart(server: LimitedServerObservation, plan: LimitedServerPlan | undefined): Chart {
  const limit = plan?.concurrency
  const gauge = (look: Look, read: (counts: LimitedServerCounts) => number): Line => ({
    ...look,
    values: server.samples.map((sample) => read(sample.counts)),
  })
  const lines = [
    gauge({ label: 'slots in use', colour: 'blue', stroke: 'broad' }, (counts) => counts.slotsInUse),
    gauge({ label: 'in a handler', colour: 'orange', stroke: 'solid' }, (counts) => counts.handling),
    gauge({ label: 'idle', colour: 'grey', stroke: 'solid' }, (counts) => counts.slotsInUse - counts.handling),
    gauge(
      { label: 'waiting for work behind it', colour: 'purple', stroke: 'solid' },
      (counts) => counts.waitingForWork,
    ),
    gauge(
      { label: 'waiting for a slot', colour: 'brown', stroke: 'solid' },
      (counts) => counts.queuedRequests + counts.waitingConnections,
    ),
    gauge({ label: 'client has gone', colour: 'vermilion', stroke: 'dashed' }, (counts) => counts.handlingAbandoned),
  ]
  return {
    id: `slots-${server.name}`,
    title: `${server.name}: slots in use`,
    meaning: plan?.limit === 'requests' ? requestSlots : connectionSlots,
    unit: 'count',
    axis: 'time',
    at: sampleSeconds(server.samples),
    lines: lines.filter((line, place) => place < 3 || line.values.some((value) => value !== null && value > 0)),
    marks: limit === undefined ? [] : [{ label: 'limit', value: limit }],
  }
}

/** What became of connections and requests, per second. */
export function answerChart(server: LimitedServerObservation): Chart {
  const rate = (look: Look, read: (counts: LimitedServerCounts) => number): Line => ({
    ...look,
    values: growthPerSecond(server.samples, (sample) => read(sample.counts)),
  })
  const lines = [
    rate({ label: 'connections accepted', colour: 'blue', stroke: 'solid' }, (counts) => counts.accepted),
    rate(
      { label: 'refused at the limit', colour: 'vermilion', stroke: 'solid' },
      (counts) => counts.rejected + counts.rejectedRequests,
    ),
    rate({ label: 'served', colour: 'green', stroke: 'solid' }, (counts) => counts.served),
    rate({ label: 'served to nobody', colour: 'purple', stroke: 'dashed' }, (counts) => counts.servedToNobody),
    rate({ label: 'given up, client gone', colour: 'orange', stroke: 'dashed' }, (counts) => counts.aborted),
  ]
  return {
    id: `answers-${server.name}`,
    title: `${server.name}: accepted, refused, served`,
    meaning: 'Per second. Work served to nobody was finished after its client had gone.',
    unit: 'perSecond',
    axis: 'time',
    at: sampleSeconds(server.samples),
    lines: lines.filter((line, place) => place < 3 || line.values.some((value) => value !== null && value > 0)),
    marks: [],
  }
}
