import { withoutWarmUp } from '@loadrun/analysis'
import { type Agreement, missedLooks, type RunResult } from '@loadrun/metrics'
import { quantityText } from '../wording/quantity.ts'
import { agentTables } from './agents.ts'
import { chartGroups } from './charts/index.ts'
import { clientsText } from './clients.ts'
import { configurationRows } from './configuration.ts'
import type { AgreementRow, RunContent } from './content.ts'
import { distributionsOf } from './distributions.ts'
import { eventsOf } from './events/index.ts'
import { failureCards } from './failures.ts'
import { findingContent } from './findings.ts'
import { headingOf } from './heading.ts'
import { hostFigures } from './host.ts'
import { keyFigures } from './key-figures.ts'
import { endpointRows, stepRows } from './steps.ts'
import { thresholdRow } from './threshold.ts'
import { tierTables } from './tiers.ts'
import { verdictOf } from './verdict.ts'

/**
 * All that the report of a run says, computed once for the page, the terminal and Markdown. `mostValues`: in all charts
 * together; left out, as many as a page holds.
 */
export function runContent(result: RunResult, mostValues?: number): RunContent {
  const failures = failureCards(result)
  return {
    kind: 'run',
    heading: headingOf(result),
    verdict: verdictOf(result),
    keyFigures: keyFigures(withoutWarmUp(result)),
    failures,
    findings: result.judgement.findings.map(findingContent),
    thresholds: result.judgement.verdicts.map(thresholdRow),
    chartGroups: chartGroups(result, failures, mostValues),
    events: eventsOf(result),
    socketsNote: socketsNote(result),
    distributions: distributionsOf(result.total),
    steps: stepRows(result),
    endpoints: endpointRows(result),
    tiers: [...agentTables(result), ...tierTables(withoutWarmUp(result))],
    agreements: result.judgement.agreements.map(agreementRow),
    configuration: configurationRows(result.plan),
    host: [
      ...hostFigures(result.host),
      { label: 'worker threads', value: result.plan.workers, unit: 'count' },
      { label: 'client', value: clientsText(result.plan), unit: 'text' },
      { label: 'seed', value: String(result.plan.seed), unit: 'text' },
    ],
  }
}

function agreementRow({ what, left, right, agrees }: Agreement): AgreementRow {
  return {
    what,
    left: { label: left.counted, value: left.count, unit: 'count' },
    right: { label: right.counted, value: right.count, unit: 'count' },
    agrees,
  }
}

function socketsNote({ sockets, hosts = [] }: RunResult): string {
  const own = hosts
    .filter((host) => missedLooks(host) > 0)
    .map(
      (host) =>
        `${host.name} is missing for ${quantityText(missedLooks(host), 'count')} of ${quantityText(host.due, 'count')} looks.`,
    )
  return [tiersNote(sockets), ...own].filter((note) => note !== '').join(' ')
}

function tiersNote(sockets: RunResult['sockets']): string {
  if (!sockets.observed) return `Sockets were not observed: ${sockets.reason}`
  return sockets.brokeOff === undefined ? '' : `Sockets were not observed to the end: ${sockets.brokeOff}`
}
