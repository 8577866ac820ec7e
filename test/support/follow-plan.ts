import { expect } from 'vitest'
import { type GeneratedLoad, generateLoad } from '../../packages/engine/src/index.ts'
import type { Plan } from '../../packages/plan/src/index.ts'

/** Carries out a plan's load, of which nothing may fail. */
export async function followPlan(plan: Plan, url: string): Promise<GeneratedLoad> {
  const load = await generateLoad(plan, {
    targets: [url],
    signal: new AbortController().signal,
    onStart: () => undefined,
    onInterval: () => undefined,
  })
  expect(load.troubles).toEqual([])
  expect(load.total.failures.map(({ step, text: why }) => `${step}: ${why}`)).toEqual([])
  return load
}
