import { suggest } from '../problems/suggestion.ts'
import { connectingOfOptions, connectingOptions } from './connecting-of-options.ts'
import { k6DurationText, ratePerSecondText } from './k6-units.ts'
import { mannerOptions, problemsWithManner } from './manner-of-options.ts'

/** What a script's `options` say as a scenario file says it, what of them has no effect, and what is wrong. */
export interface ScenarioOfOptions {
  readonly file: Readonly<Record<string, unknown>>
  /** Options of k6's that are left out, and why. */
  readonly notes: readonly string[]
  readonly problems: readonly string[]
}

type Mapping = Readonly<Record<string, unknown>>

/** Those that only say how k6 reports, or where it runs. */
const withoutEffect = [
  ...['summaryTimeUnit', 'systemTags', 'cloud', 'ext', 'noUsageReport', 'paused', 'linger'],
  ...['setupTimeout', 'teardownTimeout', 'discardResponseBodies', 'batch', 'batchPerHost'],
]

/** Those that would change what is sent. */
const notThere: Readonly<Record<string, string>> = {
  rps: 'plan a rate instead: executor constant-arrival-rate',
  hosts: 'name the address in the URLs, with the header host, or in /etc/hosts',
  tlsAuth: "name the files: tls: { cert: './me.pem', key: './me.key' }",
  blacklistIPs: 'requests go where their URLs say',
  blockHostnames: 'requests go where their URLs say',
  noVUConnectionReuse: 'noConnectionReuse makes a connection for each request, without it each user keeps his own',
  executionSegment: 'a run is on one machine',
}

const shortcuts = ['vus', 'duration', 'iterations', 'stages'] as const
const passedOn = ['name', 'target', 'seed', 'workers', 'thresholds'] as const
const known = [
  ...[...shortcuts, ...passedOn, ...connectingOptions, ...mannerOptions],
  ...['timeout', 'scenarios', 'noConnectionReuse', 'noCookiesReset', 'maxRedirects', 'tags'],
  'summaryTrendStats',
]

/**
 * The scenario file of a k6-shaped script. `script` is its path from where the file would be; each of its scenarios
 * calls one of its functions.
 */
export function scenarioOfOptions(options: unknown, script: string): ScenarioOfOptions {
  if (options !== undefined && !isMapping(options)) {
    return { file: {}, notes: [], problems: ['options cannot be this: a mapping is wanted'] }
  }
  const given = options ?? {}
  const own = {
    timeout: given.timeout,
    connections: given.noConnectionReuse === true ? 'new' : 'per-vu',
    cookies: given.noCookiesReset === true ? 'per-vu' : 'per-iteration',
    redirects: given.maxRedirects,
    ...connectingOfOptions(given),
  }
  const scenarios = scenariosOf(given)
  return {
    file: {
      target: 'http://any.invalid',
      ...Object.fromEntries(passedOn.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]]))),
      scenarios: Object.fromEntries(
        Object.entries(scenarios).map(([name, scenario]) => [
          name,
          isMapping(scenario)
            ? { ...defined(own), ...scenarioFor(scenario, script), ...tagsOf(given.tags, scenario.tags) }
            : scenario,
        ]),
      ),
      ...(isMapping(given.thresholds) ? { thresholds: thresholdsOf(given.thresholds) } : {}),
    },
    notes: Object.keys(given)
      .filter((key) => withoutEffect.includes(key) && key !== 'discardResponseBodies' && !key.endsWith('Timeout'))
      .map((key) => `options.${key} has no effect here`),
    problems: [
      ...Object.entries(given).flatMap(([key, value]) => problemWith(key, value)),
      ...problemsWithManner(given),
      ...problemsWithTrendStats(given.summaryTrendStats),
    ],
  }
}

/** An option that is off asks for nothing. */
function problemWith(key: string, value: unknown): readonly string[] {
  const why = value === false ? undefined : notThere[key]
  if (why !== undefined) return [`options.${key} is not there: ${why}`]
  if (known.includes(key) || withoutEffect.includes(key) || Object.hasOwn(notThere, key)) return []
  const near = suggest(key, known)
  return [
    `options has no \`${key}\`${near === undefined ? `: ${known.join(', ')} are known` : `: did you mean \`${near}\`?`}`,
  ]
}

/** As k6 has them. */
const trendStat = /^(avg|min|med|max|count|p\((100|\d{1,2}(\.\d+)?)\))$/

function problemsWithTrendStats(given: unknown): readonly string[] {
  if (given === undefined) return []
  const isSound = Array.isArray(given) && given.every((stat) => typeof stat === 'string' && trendStat.test(stat))
  if (isSound) return []
  return [
    `options.summaryTrendStats cannot be ${JSON.stringify(given)}: a list of avg, min, med, max, count and p(N) is wanted`,
  ]
}

/** k6's shortcuts make one scenario, `default`. */
function scenariosOf(given: Mapping): Mapping {
  if (isMapping(given.scenarios)) return given.scenarios
  const { vus, duration, iterations, stages } = given
  if (stages !== undefined) return { default: defined({ executor: 'ramping-vus', startVUs: vus, stages }) }
  if (duration !== undefined && iterations === undefined) {
    return { default: defined({ executor: 'constant-vus', vus, duration }) }
  }
  return { default: defined({ executor: 'shared-iterations', vus, iterations, maxDuration: duration }) }
}

function scenarioFor(given: Mapping, script: string): Mapping {
  const { exec, env: _env, options: _browser, timeUnit, preAllocatedVUs, ...rest } = given
  const isOpen = rest.executor === 'constant-arrival-rate' || rest.executor === 'ramping-arrival-rate'
  const rate = (value: unknown) => ratePerSecondText(value, timeUnit)
  const durations = Object.fromEntries(
    ['duration', 'maxDuration', 'startTime', 'gracefulStop', 'gracefulRampDown'].map((key) => [
      key,
      k6DurationText(rest[key]),
    ]),
  )
  return defined({
    ...rest,
    ...durations,
    ...(isOpen
      ? { rate: rate(rest.rate), startRate: rate(rest.startRate), maxVUs: rest.maxVUs ?? preAllocatedVUs }
      : { timeUnit, preAllocatedVUs }),
    stages: stagesOf(rest.stages, isOpen ? rate : (value) => value),
    steps: [{ run: `${script}#${typeof exec === 'string' ? exec : 'default'}` }],
  })
}

function stagesOf(stages: unknown, target: (value: unknown) => unknown): unknown {
  if (!Array.isArray(stages)) return stages
  return stages.map((stage: unknown) =>
    isMapping(stage) ? { ...stage, duration: k6DurationText(stage.duration), target: target(stage.target) } : stage,
  )
}

/** A scenario's own go before those of all. */
function tagsOf(common: unknown, own: unknown): Mapping {
  if (!isMapping(common)) return defined({ tags: own ?? common })
  return { tags: isMapping(own) ? { ...common, ...own } : (own ?? common) }
}

/** k6 narrows requests down by the tag `name`, which is the step here, and names groups with all that they are in. */
function thresholdsOf(given: Mapping): Mapping {
  const entries = Object.entries(given).map(([key, value]) => {
    const named = key.replace(/([{,]\s*)name\s*:/g, '$1step:')
    return [named.replace(/([{,]\s*group\s*:)\s*(?:[^,}]*::)?/g, '$1'), value] as const
  })
  return Object.fromEntries(entries)
}

function defined(given: Mapping): Mapping {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
