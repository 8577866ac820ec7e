import type { ToxicEffect } from '@loadrun/plan'
import type { Random } from '@loadrun/random'
import { bandwidthPace } from './bandwidth.ts'
import { DelayingStage } from './delaying-stage.ts'
import { latencyPace } from './latency.ts'
import { LimitDataStage } from './limit-data-stage.ts'
import type { Pace } from './pace.ts'
import { ResetPeerStage } from './reset-peer-stage.ts'
import { slicerPace } from './slicer.ts'
import { slowClosePace } from './slow-close.ts'
import type { Stage, StageContext } from './stage.ts'
import { stallPace } from './stall.ts'
import { TimeoutStage } from './timeout-stage.ts'

/** What each toxic does to one direction of one connection. */
export function stageOf(effect: ToxicEffect, context: StageContext): Stage {
  switch (effect.type) {
    case 'timeout':
      return new TimeoutStage(effect.timeoutMs, context)
    case 'reset_peer':
      return new ResetPeerStage(effect.timeoutMs, context)
    case 'limit_data':
      return new LimitDataStage(effect.bytes, context)
    default:
      return new DelayingStage(paceOf(effect, context.random), context)
  }
}

type DelayingEffect = Exclude<ToxicEffect, { type: 'timeout' | 'reset_peer' | 'limit_data' }>

function paceOf(effect: DelayingEffect, random: Random): Pace {
  switch (effect.type) {
    case 'latency':
      return latencyPace(effect.latencyMs, effect.jitterMs, random)
    case 'bandwidth':
      return bandwidthPace(effect.bytesPerSecond)
    case 'slicer':
      return slicerPace(effect.averageBytes, effect.variationBytes, effect.delayMs, random)
    case 'slow_close':
      return slowClosePace(effect.delayMs)
    case 'stall':
      return stallPace
  }
}
