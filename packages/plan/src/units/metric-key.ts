import { type MetricName, metrics, type Selector, type SelectorKey } from '../plan/threshold.ts'

/** What the key of a threshold names: `http_req_duration{scenario:browse, step:/search}`. */
export interface MetricKey {
  readonly metric: MetricName
  readonly selector: Selector
}

/** The metric and what of it, or what is wanted instead; `unknown` where there is no such metric. */
export function parseMetricKey(text: string): MetricKey | { readonly wanted: string } | 'unknown' {
  const { name, entries } = partsOf(text)
  const metric = (Object.keys(metrics) as readonly MetricName[]).find((each) => each === name)
  if (metric === undefined) return 'unknown'
  const form: Readonly<{ by: readonly SelectorKey[]; needs?: readonly SelectorKey[] }> = metrics[metric]
  const { by: known, needs: needed = [] } = form
  const keys = entries.map(([key]) => key)
  // What is no key of its own is a tag, where requests are narrowed down.
  const isTag = (key = '') => known.includes('step') && isTagName(key)
  const isSound =
    keys.every((key, place) => (known.some((each) => each === key) || isTag(key)) && keys.indexOf(key) === place) &&
    needed.every((key) => keys.includes(key))
  if (!isSound) return { wanted: formOf(metric, known, needed) }
  const selector = withOutcome(metric, selectorOf(entries))
  return selector === undefined ? { wanted: outcomeForm } : { metric, selector }
}

/** k6's tags of what came of a request, and of its method: no author can give these. */
export const outcomeTags: readonly string[] = ['status', 'expected_response', 'method']

const outcomeForm =
  'status (as 200 or 5xx) or expected_response (true or false), not both, of http_reqs or a time: other metrics do not tell them apart'

/** Tags that say what came of a request are none of those that were given to it. `undefined`: they cannot be told. */
function withOutcome(metric: MetricName, given: Selector): Selector | undefined {
  const { tags: { status, expected_response: expected, ...tags } = {}, ...rest } = given
  if (status === undefined && expected === undefined) return given
  const isTold = metric === 'http_reqs' || metrics[metric].kind === 'time'
  const isStatus = status === undefined || /^[1-5](xx|\d\d)$/.test(status)
  const isAnswer = expected === undefined || expected === 'true' || expected === 'false'
  if (!isTold || !isStatus || !isAnswer || (status !== undefined && expected !== undefined)) return undefined
  return {
    ...rest,
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(status !== undefined && { status }),
    ...(expected !== undefined && { expectedResponse: expected === 'true' }),
  }
}

/** What the key of a threshold on a metric of a script names: `errors{type:a}`; or what is wanted instead. */
export function parseOwnMetricKey(
  text: string,
): { readonly name: string; readonly selector: Selector } | { readonly name: string; readonly wanted: string } {
  const { name, entries } = partsOf(text)
  const keys = entries.map(([key]) => key)
  const isSound = keys.every((key, place) => (key === 'scenario' || isTagName(key)) && keys.indexOf(key) === place)
  if (!isSound)
    return { name, wanted: `${name}{key:value}, separated by commas, with scenario:browse, a tag or a group` }
  return { name, selector: selectorOf(entries) }
}

type Entry = readonly [key: string, value: string]

/** The name, and what stands in its braces. What is no pair has an empty key. */
function partsOf(text: string): { readonly name: string; readonly entries: readonly Entry[] } {
  const [, name = '', , inner = ''] = /^([\w-]+)(\{(.*)\})?$/.exec(text.trim()) ?? []
  const parts = inner.split(',').filter((part) => part.trim() !== '')
  const entries = parts.map((part): Entry => {
    const [, key = '', value = ''] = /^\s*(\w+)\s*:\s*(.*\S)\s*$/.exec(part) ?? []
    return [key, value]
  })
  return { name, entries }
}

function selectorOf(entries: readonly Entry[]): Selector {
  const tags = entries.filter(([key]) => isTagName(key))
  const selector = Object.fromEntries(entries.filter(([key]) => !isTagName(key)))
  return tags.length === 0 ? selector : { ...selector, tags: Object.fromEntries(tags) }
}

function isTagName(key: string): boolean {
  return /^[A-Za-z_]\w*$/.test(key) && !Object.hasOwn(examples, key)
}

function formOf(metric: string, known: readonly SelectorKey[], needed: readonly SelectorKey[]): string {
  if (known.length === 0) return `${metric}, which cannot be narrowed down`
  const tag = known.includes('step') ? ', or a tag or group of requests' : ''
  const parts = known.map((key) => `${key}:${examples[key]}${needed.includes(key) ? '' : ' (may be left out)'}`)
  return `${metric}{key:value}, separated by commas, with ${parts.join(', ')}${tag}`
}

const examples: Readonly<Record<SelectorKey, string>> = {
  scenario: 'browse',
  step: '/search',
  leg: 'middleware → server',
  tier: 'middleware',
  state: 'TIME_WAIT',
  name: 'server',
  count: 'slotsInUse',
}
