import { describe, expect, test } from 'vitest'
import { parseThresholdExpression } from './threshold-expression.ts'

describe('parseThresholdExpression()', () => {
  test.each([
    ['p(95) < 1.2s', 'time', { statistic: { kind: 'percentile', percentile: 95 }, operator: '<', limit: 1200 }],
    ['p(99.9)<=500', 'time', { statistic: { kind: 'percentile', percentile: 99.9 }, operator: '<=', limit: 500 }],
    ['med < 1s', 'time', { statistic: { kind: 'percentile', percentile: 50 }, operator: '<', limit: 1000 }],
    ['avg<200', 'time', { statistic: { kind: 'avg' }, operator: '<', limit: 200 }],
    ['max < 5s', 'time', { statistic: { kind: 'max' }, operator: '<', limit: 5000 }],
    ['min >= 10ms', 'time', { statistic: { kind: 'min' }, operator: '>=', limit: 10 }],
    ['rate < 35%', 'rate', { statistic: { kind: 'rate' }, operator: '<', limit: 0.35 }],
    ['rate>0.99', 'rate', { statistic: { kind: 'rate' }, operator: '>', limit: 0.99 }],
    ['rate <= 0', 'rate', { statistic: { kind: 'rate' }, operator: '<=', limit: 0 }],
    ['count > 100', 'counter', { statistic: { kind: 'count' }, operator: '>', limit: 100 }],
    ['rate > 50/s', 'counter', { statistic: { kind: 'rate' }, operator: '>', limit: 50 }],
    ['rate > 600/m', 'counter', { statistic: { kind: 'rate' }, operator: '>', limit: 10 }],
    [
      'p(95) < 800ms over 30s',
      'time',
      { statistic: { kind: 'percentile', percentile: 95 }, operator: '<', limit: 800, windowMs: 30_000 },
    ],
    ['max < 5000', 'gauge', { statistic: { kind: 'max' }, operator: '<', limit: 5000 }],
    ['rate > 50', 'counter', { statistic: { kind: 'rate' }, operator: '>', limit: 50 }],
  ] as const)('reads %s of a %s', (source, kind, expected) => {
    expect(parseThresholdExpression(source, kind)).toEqual({ windowMs: undefined, ...expected })
  })

  test.each([
    ['p(101) < 1s', 'time'],
    ['p(95) = 1s', 'time'],
    ['p(95) < 1sec', 'time'],
    ['p(95) <', 'time'],
    ['p95 < 1s', 'time'],
    ['rate < 1%', 'time'],
    ['avg < 0', 'time'],
    ['p(95) < 1', 'rate'],
    ['rate < 101%', 'rate'],
    ['rate < 0', 'rate'],
    ['rate > 100%', 'rate'],
    ['count < 5/s', 'counter'],
    ['avg < 5', 'counter'],
    ['count == 5', 'counter'],
    ['p(95) < 1s over 10ms', 'time'],
    ['p(95) < 1s over', 'time'],
    ['max < 5s', 'gauge'],
    ['rate < 5', 'gauge'],
    ['', 'counter'],
  ] as const)('does not take %s for a threshold on a %s', (source, kind) => {
    expect(parseThresholdExpression(source, kind)).toBeUndefined()
  })
})
