import { type Load, loadDurationMs, type Plan, type RecordedLoad, type Scenario } from '@loadrun/plan'
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
    case 'recorded-arrival-times':
      return recordedText(load)
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

/** `1,200 recorded arrivals of access.log, from 2026-11-22T10:00:00Z on, at most 57/s, in 5 min`. */
function recordedText(load: RecordedLoad): string {
  const { planned, recording, speed, arrivals, durationMs } = load
  const [file = ''] = recording.path.split(/[\\/]/).slice(-1)
  const parts = [
    `${counted(planned.count, 'recorded arrival')} of ${file}`,
    ...(planned.recordedAt === undefined ? [] : [`from ${planned.recordedAt.replace(/\.000Z$/, 'Z')} on`]),
    ...(speed === 1 ? [] : [`at ${speed} times their speed`]),
    ...(arrivals === 'recorded' ? [] : [`with ${arrivalsText(arrivals)} within each second`]),
    `at most ${planned.mostPerSecond.toLocaleString('en-US')}/s`,
    ...(planned.skippedLines === 0 ? [] : [`${counted(planned.skippedLines, 'line')} left out that could not be read`]),
  ]
  return `${parts.join(', ')}, in ${momentText(durationMs)}`
}

function arrivalsText(arrivals: 'uniform' | 'poisson'): string {
  return arrivals === 'poisson' ? 'Poisson arrivals' : 'evenly spaced arrivals'
}

/** Where requests go, in a word: the tier's name or the URL. */
export function targetText(target: Plan['target']): string {
  if (target.kind === 'none') return 'the URLs that its script names'
  return target.kind === 'tier' ? target.tier : target.url
}
