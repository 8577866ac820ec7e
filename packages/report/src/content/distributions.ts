import type { EncodedHistogram, Metrics, OutcomeMetrics } from '@loadrun/metrics'
import { rounded } from './chart.ts'
import { type DistributionGroup, type DistributionRow, shownPercentiles } from './content.ts'
import { timingOf } from './timing.ts'
import { type Outcome, outcomes } from './totals.ts'

interface Measure {
  readonly id: string
  readonly title: string
  readonly meaning: string
  readonly histogram: (part: OutcomeMetrics) => EncodedHistogram
}

const measures: readonly Measure[] = [
  {
    id: 'response-time',
    title: 'Response time',
    meaning: 'from when the plan said “send” to the last byte: what a visitor waits',
    histogram: (part) => part.responseTime,
  },
  {
    id: 'service-time',
    title: 'Service time',
    meaning: 'from handing the request to the client to the last byte',
    histogram: (part) => part.serviceTime,
  },
  {
    id: 'http-req-duration',
    title: 'http_req_duration',
    meaning: 'as k6 has it: from the first byte written on a connection to the last byte',
    histogram: (part) => part.httpReqDuration,
  },
  {
    id: 'http-req-blocked',
    title: 'http_req_blocked',
    meaning: 'as k6 has it: waiting for a connection, made or free',
    histogram: (part) => part.httpReqBlocked,
  },
  {
    id: 'http-req-waiting',
    title: 'http_req_waiting',
    meaning: 'as k6 has it: from sending to the first byte of the answer',
    histogram: (part) => part.httpReqWaiting,
  },
]

const rows: readonly (readonly [Outcome, string])[] = [
  ['all', 'all'],
  ['ok', 'succeeded'],
  ['failed', 'failed'],
]

/** Times of the whole run, of successes and failures apart: failures may be much quicker or much slower. */
export function distributionsOf(total: Metrics): readonly DistributionGroup[] {
  return measures.map(({ histogram, ...measure }) => ({
    ...measure,
    rows: rows.map(([outcome, label]) => distributionRow(label, outcomes(total, outcome).map(histogram))),
  }))
}

function distributionRow(label: string, histograms: readonly EncodedHistogram[]): DistributionRow {
  const timing = timingOf(histograms)
  return {
    label,
    count: timing?.count ?? 0,
    minMs: rounded(timing?.minMs),
    meanMs: rounded(timing?.meanMs),
    percentilesMs: shownPercentiles.map((percentile) => rounded(timing?.percentileMs(percentile))),
    maxMs: rounded(timing?.maxMs),
  }
}
