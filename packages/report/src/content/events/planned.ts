import { type Load, loadDurationMs, type Plan, plannedEndMs, type Scenario, type TierPlan } from '@loadrun/plan'
import { quantityText } from '../../wording/quantity.ts'
import type { RunEvent } from './event.ts'

/** What the scenario file planned for moments after the start: phases of the load, of latency, of a bad network. */
export function plannedEvents(plan: Plan): readonly RunEvent[] {
  return [
    { atMs: 0, text: 'the load starts', kind: 'plan' },
    ...warmUpEnd(plan),
    ...plan.scenarios.flatMap((scenario) => scenarioEvents(scenario, plan.scenarios.length > 1)),
    ...plan.topology.flatMap(tierEvents),
    { atMs: plannedEndMs(plan), text: 'the load ends', kind: 'plan' },
  ]
}

function warmUpEnd({ warmUpMs }: Plan): readonly RunEvent[] {
  return warmUpMs === undefined
    ? []
    : [{ atMs: warmUpMs, text: 'the warm-up ends: from here on all counts', kind: 'plan' }]
}

function scenarioEvents({ name, startMs, load }: Scenario, several: boolean): readonly RunEvent[] {
  const events = phasesOf(load).map(
    ({ atMs, text }): RunEvent => ({
      atMs: startMs + atMs,
      text: `${name}: ${text}`,
      kind: 'plan',
    }),
  )
  if (several && startMs > 0) events.unshift({ atMs: startMs, text: `${name}: starts`, kind: 'plan' })
  if (several) events.push({ atMs: startMs + loadDurationMs(load), text: `${name}: ends`, kind: 'plan' })
  return events
}

function phasesOf(load: Load): readonly Readonly<{ atMs: number; text: string }>[] {
  switch (load.executor) {
    case 'ramping-arrival-rate':
      return stagesOf(load.stages, ({ targetPerSecond }) => quantityText(targetPerSecond, 'perSecond'))
    case 'ramping-vus':
      return stagesOf(load.stages, ({ targetVUs }) => `${quantityText(targetVUs, 'count')} VUs`)
    case 'staircase-arrival-rate':
      return Array.from({ length: load.levels }, (_, level) => ({
        atMs: level * load.levelDurationMs,
        text: `level of ${quantityText(load.startRatePerSecond + level * load.increasePerSecond, 'perSecond')}`,
      }))
    default:
      return []
  }
}

function stagesOf<Stage extends { readonly durationMs: number }>(
  stages: readonly Stage[],
  target: (stage: Stage) => string,
): readonly Readonly<{ atMs: number; text: string }>[] {
  let atMs = 0
  return stages.map((stage) => {
    const begun = { atMs, text: `stage to ${target(stage)}` }
    atMs += stage.durationMs
    return begun
  })
}

function tierEvents(tier: TierPlan): readonly RunEvent[] {
  if (tier.kind === 'limited-server') {
    return tier.latency.phases
      .filter(({ fromMs }) => fromMs > 0)
      .map(({ fromMs }) => ({ atMs: fromMs, text: `${tier.name}: latency changes`, kind: 'plan' }))
  }
  if (tier.kind !== 'toxics') return []
  return tier.toxics.flatMap(({ type, fromMs, toMs }): readonly RunEvent[] => [
    { atMs: fromMs, text: `${tier.name}: ${type} begins`, kind: 'plan' },
    ...(toMs === undefined ? [] : [{ atMs: toMs, text: `${tier.name}: ${type} ends`, kind: 'plan' } as const]),
  ])
}
