import { type Load, loadDurationMs, type Plan, type Scenario } from '@loadrun/plan'
import { momentText } from '../wording/duration.ts'
import { counted } from '../wording/name.ts'
import { significantText } from '../wording/number.ts'

/** A scenario's load in words: `clients: 150/s with Poisson arrivals for 1 min 15 s`. */
export function loadText(scenario: Scenario): string {
  const start = scenario.startMs > 0 ? `, from ${momentText(scenario.startMs)} on` : ''
  return `${scenario.name}: ${shapeText(scenario.load)}${start}`
}

function shapeText(load: Load): string {
  const duration = momentText(loadDurationMs(load))
  switch (load.executor) {
    case 'constant-arrival-rate':
      return `${significantText(load.ratePerSecond)}/s with ${arrivalsText(load.arrivals)} for ${duration}`
    case 'ramping-arrival-rate': {
      const steps = [load.startRatePerSecond, ...load.stages.map((stage) => stage.targetPerSecond)]
      return `${steps.map(significantText).join(' → ')}/s with ${arrivalsText(load.arrivals)} in ${duration}`
    }
    case 'staircase-arrival-rate': {
      const { startRatePerSecond, increasePerSecond, levels } = load
      const levelRates = [startRatePerSecond, startRatePerSecond + increasePerSecond * (levels - 1)]
      const range = levelRates.map(significantText).join(' to ')
      return `${range}/s in ${counted(levels, 'level')} with ${arrivalsText(load.arrivals)} in ${duration}`
    }
    case 'shared-iterations':
      return `${counted(load.iterations, 'iteration')} shared by ${counted(load.vus, 'user')} in ${duration} at most`
    case 'per-vu-iterations':
      return `${counted(load.iterations, 'iteration')} each by ${counted(load.vus, 'user')} in ${duration} at most`
    case 'constant-vus':
      return `${counted(load.vus, 'user')} for ${duration}`
    case 'ramping-vus':
      return `${[load.startVUs, ...load.stages.map((stage) => stage.targetVUs)].join(' → ')} users in ${duration}`
  }
}

function arrivalsText(arrivals: 'uniform' | 'poisson'): string {
  return arrivals === 'poisson' ? 'Poisson arrivals' : 'evenly spaced arrivals'
}

/** Where requests go, in a word: the tier's name or the URL. */
export function targetText(target: Plan['target']): string {
  if (target.kind === 'none') return 'the URLs that its script names'
  return target.kind === 'tier' ? target.tier : target.url
}
