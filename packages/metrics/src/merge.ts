import { isEmpty, mergeEncoded } from './histogram.ts'
import { mergeCustom } from './merge-custom.ts'
import { mergeFailures } from './merge-failures.ts'
import { mergeScriptErrors } from './merge-script-errors.ts'
import { addedWarmUps } from './merge-warm-up.ts'
import type {
  Aborted,
  EncodedHistogram,
  GeneratorMetrics,
  Metrics,
  OutcomeMetrics,
  RequestMetrics,
  ScenarioMetrics,
} from './metrics.ts'

type Gauges = Pick<ScenarioMetrics, 'vus' | 'vusMax'>

/** What two parts of one stretch of time counted together, such as two worker threads. Associative and commutative. */
export function mergeMetrics(a: Metrics, b: Metrics): Metrics {
  return combine(a, b, (one, other) => ({ vus: one.vus + other.vus, vusMax: one.vusMax + other.vusMax }))
}

/** What was counted over two stretches of time, one after the other: as `mergeMetrics`, but users are not added up. */
export function joinMetrics(a: Metrics, b: Metrics): Metrics {
  const [earlier, later] = a.toMs <= b.toMs ? [a, b] : [b, a]
  return combine(earlier, later, (one, other) => ({ vus: other.vus, vusMax: Math.max(one.vusMax, other.vusMax) }))
}

function combine(a: Metrics, b: Metrics, gauges: (a: Gauges, b: Gauges) => Gauges): Metrics {
  return {
    fromMs: Math.min(a.fromMs, b.fromMs),
    toMs: Math.max(a.toMs, b.toMs),
    scenarios: mergeRecords(a.scenarios, b.scenarios, (one, other) => ({
      ...mergeScenarios(one, other),
      ...gauges(one, other),
    })),
    requests: mergeRecords(a.requests, b.requests, mergeRequests),
    failures: mergeFailures(a.failures, b.failures),
    generator: mergeGenerators(a.generator, b.generator),
    ...(a.warmUp && b.warmUp ? { warmUp: addedWarmUps(a.warmUp, b.warmUp) } : { ...warmUpOf(a), ...warmUpOf(b) }),
    ...(a.custom || b.custom ? { custom: mergeRecords(a.custom ?? {}, b.custom ?? {}, mergeCustom) } : {}),
    ...(a.scriptErrors || b.scriptErrors
      ? { scriptErrors: mergeScriptErrors(a.scriptErrors ?? [], b.scriptErrors ?? []) }
      : {}),
    ...(a.aborted || b.aborted ? { aborted: firstOf(a.aborted, b.aborted) } : {}),
  }
}

/** Of two at one moment, the one whose reason comes first by its letters. */
function firstOf(a: Aborted | undefined, b: Aborted | undefined): Aborted {
  const given = [a, b].filter((one) => one !== undefined)
  return given.reduce((one, other) =>
    other.atMs < one.atMs || (other.atMs === one.atMs && other.reason < one.reason) ? other : one,
  )
}

function warmUpOf({ warmUp }: Metrics): Pick<Metrics, 'warmUp'> {
  return warmUp === undefined ? {} : { warmUp }
}

function mergeScenarios(a: ScenarioMetrics, b: ScenarioMetrics): Omit<ScenarioMetrics, keyof Gauges> {
  return {
    planned: a.planned + b.planned,
    started: a.started + b.started,
    iterations: a.iterations + b.iterations,
    droppedIterations: a.droppedIterations + b.droppedIterations,
    interruptedIterations: a.interruptedIterations + b.interruptedIterations,
    iterationDuration: mergeHistograms(a.iterationDuration, b.iterationDuration),
  }
}

function mergeRequests(a: RequestMetrics, b: RequestMetrics): RequestMetrics {
  return {
    scenario: a.scenario,
    step: a.step,
    ...(a.tagged && { tagged: a.tagged }),
    sent: a.sent + b.sent,
    bytesSent: a.bytesSent + b.bytesSent,
    bytesReceived: a.bytesReceived + b.bytesReceived,
    statuses: mergeRecords(a.statuses, b.statuses, (one, other) => one + other),
    ok: mergeOutcomes(a.ok, b.ok),
    failed: mergeOutcomes(a.failed, b.failed),
    ...(a.byStatus || b.byStatus ? { byStatus: mergeRecords(a.byStatus ?? {}, b.byStatus ?? {}, mergeOutcomes) } : {}),
    checks: mergeRecords(a.checks, b.checks, (one, other) => ({
      ...one,
      passes: one.passes + other.passes,
      fails: one.fails + other.fails,
    })),
  }
}

function mergeOutcomes(a: OutcomeMetrics, b: OutcomeMetrics): OutcomeMetrics {
  return {
    count: a.count + b.count,
    responseTime: mergeHistograms(a.responseTime, b.responseTime),
    serviceTime: mergeHistograms(a.serviceTime, b.serviceTime),
    httpReqDuration: mergeHistograms(a.httpReqDuration, b.httpReqDuration),
    httpReqBlocked: mergeHistograms(a.httpReqBlocked, b.httpReqBlocked),
    httpReqLookingUp: mergeHistograms(a.httpReqLookingUp, b.httpReqLookingUp),
    httpReqConnecting: mergeHistograms(a.httpReqConnecting, b.httpReqConnecting),
    httpReqTlsHandshaking: mergeHistograms(a.httpReqTlsHandshaking, b.httpReqTlsHandshaking),
    httpReqSending: mergeHistograms(a.httpReqSending, b.httpReqSending),
    httpReqWaiting: mergeHistograms(a.httpReqWaiting, b.httpReqWaiting),
    httpReqReceiving: mergeHistograms(a.httpReqReceiving, b.httpReqReceiving),
  }
}

function mergeGenerators(a: GeneratorMetrics, b: GeneratorMetrics): GeneratorMetrics {
  return {
    lateness: mergeHistograms(a.lateness, b.lateness),
    eventLoopDelay: mergeHistograms(a.eventLoopDelay, b.eventLoopDelay),
    cpuMs: a.cpuMs + b.cpuMs,
    ...(a.gcMs === undefined && b.gcMs === undefined ? {} : { gcMs: (a.gcMs ?? 0) + (b.gcMs ?? 0) }),
    ...(a.threadsCpuMs || b.threadsCpuMs
      ? { threadsCpuMs: mergeRecords(a.threadsCpuMs ?? {}, b.threadsCpuMs ?? {}, (one, other) => one + other) }
      : {}),
  }
}

/** Decoding costs more than all else here, and many histograms are empty. */
function mergeHistograms(a: EncodedHistogram, b: EncodedHistogram): EncodedHistogram {
  if (isEmpty(a) && !isEmpty(b)) return b
  if (isEmpty(b) && !isEmpty(a)) return a
  return mergeEncoded(a, b)
}

/** Names come in the order of their letters, so that merging gives the same text whatever is merged first. */
function mergeRecords<Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  merge: (one: Value, other: Value) => Value,
): Readonly<Record<string, Value>> {
  const merged = new Map(Object.entries(a))
  for (const [name, value] of Object.entries(b)) {
    const known = merged.get(name)
    merged.set(name, known === undefined ? value : merge(known, value))
  }
  return Object.fromEntries([...merged].sort(([one], [other]) => (one < other ? -1 : 1)))
}
