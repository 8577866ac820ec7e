import type { FailureCause, FailureGroup, FailureSample, Metrics, RunResult } from '@loadrun/metrics'
import { causeText } from '../wording/cause.ts'
import type { FailureCard, FailurePlace, SampleContent } from './content.ts'
import { originOf } from './text-origin.ts'
import { type TierFailure, tierFailures } from './tier-failures.ts'
import { ended, sumOfRequests } from './totals.ts'

/** More samples than these are no news, and each may be kilobytes long. */
const samplesShown = 5

/** Causes that the client found in an answer that came. */
const foundInAnswers: ReadonlySet<FailureCause> = new Set([
  'expectation',
  'capture',
  'answer-too-large',
  'content-encoding',
])

/**
 * Failures grouped by text over all places that saw it, from the visitor down to the tier that said it first. Texts that
 * a server sent come first, then by count: they say what was wrong in the words of who knows.
 */
export function failureCards(result: RunResult): readonly FailureCard[] {
  const inTiers = tierFailures(result)
  const origins = inTiers.map((failure) => failure.text)
  const texts = new Map<string, { client: FailureGroup[]; tiers: TierFailure[] }>()
  const under = (text: string) => {
    const known = texts.get(text) ?? { client: [], tiers: [] }
    texts.set(text, known)
    return known
  }
  for (const group of result.total.failures) under(originOf(group.text, origins)).client.push(group)
  for (const failure of inTiers) under(originOf(failure.text, origins)).tiers.push(failure)

  const requests = sumOfRequests(result.total, ended)
  const trends = trendsByText(result.intervals, (text) => originOf(text, origins))
  return [...texts]
    .map(([text, { client, tiers }]): FailureCard => {
      const places = [
        ...client.map((group) => clientPlace(group, text, result.total)),
        ...tiers.map((failure) => failure.place(text)),
      ]
      const seenByClient = client.reduce((sum, group) => sum + group.count, 0)
      const first = tiers[0]
      return {
        text,
        ofAnswer: client.length > 0 && client.every(({ cause }) => foundInAnswers.has(cause)),
        fromServer: client.some((group) => group.fromServer) || tiers.some((failure) => failure.fromServer),
        count: client.length > 0 ? seenByClient : (first?.place(text).count ?? 0),
        share: client.length > 0 ? shareOf(seenByClient, requests) : (first?.place(text).share ?? null),
        shareOf: client.length > 0 ? 'of all requests' : (first?.shareOf ?? ''),
        firstMs: smallest(places.map((place) => place.firstMs)),
        lastMs: largest(places.map((place) => place.lastMs)),
        places,
        samples: client.flatMap(samplesOf).slice(0, samplesShown),
        trend: trends.get(text) ?? [],
      }
    })
    .sort((a, b) => Number(b.fromServer) - Number(a.fromServer) || b.count - a.count)
}

function clientPlace(group: FailureGroup, text: string, total: Metrics): FailurePlace {
  const step = total.requests[`${group.scenario}/${group.step}`]
  return {
    tier: 'client',
    where: `${group.scenario} / ${group.step}`,
    how: causeText(group.cause, group.status),
    count: group.count,
    share: step === undefined ? null : shareOf(group.count, ended(step)),
    firstMs: group.firstMs,
    lastMs: group.lastMs,
    wholeText: group.text === text ? null : group.text,
  }
}

function samplesOf(group: FailureGroup): readonly SampleContent[] {
  return group.samples.map((sample) => sampleContent(group, sample))
}

function sampleContent(group: FailureGroup, sample: FailureSample): SampleContent {
  return {
    step: `${group.scenario} / ${group.step}`,
    status: group.status ?? null,
    atMs: sample.atMs,
    responseTimeMs: sample.responseTimeMs,
    headers: Object.entries(sample.headers).map(([name, value]) => ({ name, value: String(value) })),
    body: sample.body,
    connection: sample.connection ?? null,
  }
}

/** How often each text was seen in each interval. */
function trendsByText(
  intervals: readonly Metrics[],
  originText: (text: string) => string,
): ReadonlyMap<string, readonly number[]> {
  const trends = new Map<string, number[]>()
  for (const [index, interval] of intervals.entries()) {
    for (const group of interval.failures) {
      const text = originText(group.text)
      const trend = trends.get(text) ?? new Array<number>(intervals.length).fill(0)
      trend[index] = (trend[index] ?? 0) + group.count
      trends.set(text, trend)
    }
  }
  return trends
}

function shareOf(count: number, all: number): number | null {
  return all === 0 ? null : count / all
}

function smallest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.min(...known)
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}
