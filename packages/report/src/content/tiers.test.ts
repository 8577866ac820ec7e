import type { MiddlewareCounts, RunResult } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { incidentRun } from '../testing/incident.ts'
import { tierTables } from './tiers.ts'

const result = incidentRun({ durationMs: 5_000 })

/** The run as it would be if the middleware's last counts had been others. */
function withLastCounts(changed: Partial<MiddlewareCounts>): RunResult {
  const tiers = result.tiers.map((tier) =>
    tier.kind === 'middleware'
      ? { ...tier, samples: tier.samples.map(({ atMs, counts }) => ({ atMs, counts: { ...counts, ...changed } })) }
      : tier,
  )
  return { ...result, tiers }
}

function figuresOf(run: RunResult): Readonly<Record<string, string | number | null>> {
  const table = tierTables(run).find(({ kind }) => kind === 'middleware')
  return Object.fromEntries(table?.figures.map(({ label, value }) => [label, value]) ?? [])
}

describe('tierTables()', () => {
  test('has no line for policies that a middleware does not have', () => {
    expect(figuresOf(result)).toHaveProperty('requests sent upstream')
    expect(figuresOf(result)).not.toHaveProperty('retries')
    expect(figuresOf(result)).not.toHaveProperty('requests that the circuit breaker refused')
  })

  test('tells what retries, hedges and the circuit breaker did', () => {
    const counts = { retries: 7, retriesWithheld: 6, hedges: 5, hedgesWon: 4, circuitOpenings: 3, refusedByCircuit: 2 }
    expect(figuresOf(withLastCounts(counts))).toMatchObject({
      retries: 7,
      'retries that the budget did not allow': 6,
      'hedges: second requests for slow ones': 5,
      'of these, answered before the first': 4,
      'times the circuit breaker opened': 3,
      'requests that the circuit breaker refused': 2,
    })
  })
})
