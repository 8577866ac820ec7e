import type { Comparison } from '@loadrun/analysis'
import type { RunResult } from '@loadrun/metrics'

/** The run with findings of a known wording, so that goldens change only with the report. */
export function withFindings(result: RunResult): RunResult {
  return {
    ...result,
    judgement: {
      ...result.judgement,
      doubts: [],
      findings: [
        {
          id: 'slots',
          sentence: 'server refused 7,357 of 33,747 connections (21.8 %) because all 1,000 slots were taken.',
          figures: { refused: 7357, refusedShare: 0.218 },
        },
        {
          id: 'time-wait',
          sentence: 'TIME_WAIT lies on middleware’s side of middleware → server, which closes first.',
          figures: { closesPerSecond: 320 },
        },
      ],
    },
  }
}

/** A comparison of a known wording. */
export const knownComparison: Comparison = {
  configuration: [{ path: 'topology.middleware.timeout', values: ['none', '1s'] }],
  rows: [
    { id: 'served', label: 'requests served', unit: 'share', values: [0.55, 0.723], better: 'higher' },
    { id: 'p95', label: 'p95 of successes', unit: 'ms', values: [3391, 298], better: 'lower' },
    {
      id: 'time-wait',
      label: 'TIME_WAIT, middleware’s end',
      unit: 'count',
      values: [21_491, 27_505],
      better: 'neither',
      note: 'most at once',
    },
    { id: 'closes', label: 'closes', unit: 'perSecond', values: [undefined, 384], better: 'neither' },
  ],
  failureTexts: [
    { text: 'The connection cannot be served because Server.Concurrency limit exceeded', counts: [3317, 0] },
    { text: 'upstream did not answer within 1000 ms', counts: [0, 3162] },
  ],
  findings: [
    {
      id: 'symptom',
      sentence: 'TIME_WAIT did not fall: it was a symptom, not the cause.',
      figures: { before: 21_491, after: 27_505 },
    },
  ],
}
