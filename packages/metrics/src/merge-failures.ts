import { failureLimits } from './failure-recorder.ts'
import type { FailureGroup, FailureSample } from './metrics.ts'

/** Groups alike in scenario, step, cause, status and text become one. The most frequent come first. */
export function mergeFailures(...lists: readonly (readonly FailureGroup[])[]): readonly FailureGroup[] {
  const merged = new Map<string, FailureGroup>()
  for (const group of lists.flat()) {
    const key = keyOf(group)
    const known = merged.get(key)
    merged.set(key, known === undefined ? group : mergeGroups(known, group))
  }
  return [...merged]
    .sort(([keyA, one], [keyB, other]) => other.count - one.count || compare(keyA, keyB))
    .map(([, group]) => group)
}

function mergeGroups(a: FailureGroup, b: FailureGroup): FailureGroup {
  return {
    ...a,
    count: a.count + b.count,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    samples: [...a.samples, ...b.samples].sort(earlier).slice(0, failureLimits.samples),
  }
}

/** A total order, so that merging gives the same samples whatever is merged first. */
function earlier(a: FailureSample, b: FailureSample): number {
  return a.atMs - b.atMs || compare(JSON.stringify(a), JSON.stringify(b))
}

function keyOf({ scenario, step, cause, status, fromServer, text }: FailureGroup): string {
  return JSON.stringify([scenario, step, cause, status, fromServer, text])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
