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
    meaning: 'as k6 has it: waiting for a connection, made or free, with the next three in it',
    histogram: (part) => part.httpReqBlocked,
  },
  {
    id: 'http-req-looking-up',
    title: 'http_req_looking_up',
    meaning: 'looking up the name; 0 where its address was known',
    histogram: (part) => part.httpReqLookingUp,
  },
  {
    id: 'http-req-connecting',
    title: 'http_req_connecting',
    meaning: 'as k6 has it: connecting (TCP); 0 where the connection was there',
    histogram: (part) => part.httpReqConnecting,
  },
  {
    id: 'http-req-tls-handshaking',
    title: 'http_req_tls_handshaking',
    meaning: 'as k6 has it: agreeing on TLS; 0 where the connection was there',
    histogram: (part) => part.httpReqTlsHandshaking,
  },
  {
    id: 'http-req-sending',
    title: 'http_req_sending',
    meaning: 'as k6 has it: writing the request; 0 where the kernel took it at once',
    histogram: (part) => part.httpReqSending,
  },
  {
    id: 'http-req-waiting',
    title: 'http_req_waiting',
    meaning: 'as k6 has it: from the request’s last byte to the first of the answer',
    histogram: (part) => part.httpReqWaiting,
  },
  {
    id: 'http-req-receiving',
    title: 'http_req_receiving',
    meaning: 'as k6 has it: from the first byte of the answer to its last; 0 where they came together',
    histogram: (part) => part.httpReqReceiving,
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
