import { deriveSeed } from '@loadrun/random'
import type { StreamToxicPlan, ToxicEffect, ToxicPhase, ToxicPlan, ToxicsPlan } from '../plan/toxics.ts'
import type { GivenToxic, GivenToxics } from '../schema/toxics.ts'
import { defaults } from './defaults.ts'
import { limit } from './limit.ts'

export function fillToxics(name: string, given: GivenToxics, seed: number, defaultAddressCount: number): ToxicsPlan {
  return {
    kind: 'toxics',
    name,
    upstream: given.upstream,
    toxics: (given.toxics ?? []).map(fillToxic),
    addresses: given.addresses ?? (given.host === undefined ? defaultAddressCount : 1),
    host: given.host ?? defaults.host,
    port: given.port,
    seed: given.seed ?? deriveSeed(seed, `tier ${name}`),
  }
}

function fillToxic(given: GivenToxic): ToxicPlan {
  const phase: ToxicPhase = { fromMs: given.from ?? defaults.toxicFromMs, toMs: limit(given.to) }
  if (given.type === 'down') return { type: 'down', ...phase }
  const where: Pick<StreamToxicPlan, 'stream' | 'toxicity'> = {
    stream: given.stream ?? defaults.stream,
    toxicity: given.toxicity ?? defaults.toxicity,
  }
  return { ...effectOf(given), ...where, ...phase }
}

function effectOf(given: Exclude<GivenToxic, { type: 'down' }>): ToxicEffect {
  switch (given.type) {
    case 'latency':
      return { type: given.type, latencyMs: given.latency, jitterMs: given.jitter ?? defaults.jitterMs }
    case 'bandwidth':
      return { type: given.type, bytesPerSecond: given.rate }
    case 'slicer':
      return {
        type: given.type,
        averageBytes: given.averageSize,
        variationBytes: given.sizeVariation ?? defaults.sizeVariationBytes,
        delayMs: given.delay ?? defaults.sliceDelayMs,
      }
    case 'slow_close':
      return { type: given.type, delayMs: given.delay }
    case 'stall':
      return { type: given.type }
    case 'timeout':
      return { type: given.type, timeoutMs: limit(given.timeout) }
    case 'reset_peer':
      return { type: given.type, timeoutMs: given.timeout ?? defaults.resetAfterMs }
    case 'limit_data':
      return { type: given.type, bytes: given.bytes }
  }
}
