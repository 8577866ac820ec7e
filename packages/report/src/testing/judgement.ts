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

const judged = { pValue: 0.004, tolerance: 0, noiseFloor: undefined }

/** A comparison of a known wording. */
export function knownComparison([before, after]: readonly [RunResult, RunResult]): Comparison {
  return {
    sides: [
      { name: 'before', runs: 1, typical: before },
      { name: 'after', runs: 1, typical: after },
    ],
    method: { kind: 'windows', blockSeconds: 18, unchangedRuns: 0 },
    configuration: [{ path: 'topology.middleware.timeout', values: ['none', '1s'] }],
    rows: [
      {
        id: 'served',
        label: 'requests served',
        unit: 'share',
        values: [0.55, 0.723],
        repeats: [[0.55], [0.723]],
        better: 'higher',
        decisive: true,
        assessments: [{ ...judged, verdict: 'better', shift: 0.173, interval: { low: 0.151, high: 0.195 } }],
      },
      {
        id: 'p95',
        label: 'p95 of successes',
        unit: 'ms',
        values: [3391, 3298],
        repeats: [[3391], [3298]],
        better: 'lower',
        decisive: true,
        assessments: [
          {
            ...judged,
            verdict: 'inconclusive',
            shift: -93,
            interval: { low: -400, high: 210 },
            repeatsToDecide: 6,
          },
        ],
      },
      {
        id: 'time-wait',
        label: 'TIME_WAIT, middleware’s end',
        unit: 'count',
        values: [21_491, 27_505],
        repeats: [[21_491], [27_505]],
        better: 'neither',
        decisive: false,
        assessments: [undefined],
        note: 'most at once',
      },
      {
        id: 'closes',
        label: 'closes',
        unit: 'perSecond',
        values: [undefined, 384],
        repeats: [[], [384]],
        better: 'neither',
        decisive: false,
        assessments: [undefined],
      },
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
}
