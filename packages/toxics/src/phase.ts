import type { ToxicPhase } from '@loadrun/plan'

/** When a toxic acts, by the proxy's clock. `toMs` is infinite for one that never ends. */
export interface Phase {
  readonly fromMs: number
  readonly toMs: number
}

export function phaseAfter(loadStartMs: number, { fromMs, toMs = Number.POSITIVE_INFINITY }: ToxicPhase): Phase {
  return { fromMs: loadStartMs + fromMs, toMs: loadStartMs + toMs }
}

export function isDuring({ fromMs, toMs }: Phase, nowMs: number): boolean {
  return nowMs >= fromMs && nowMs < toMs
}
