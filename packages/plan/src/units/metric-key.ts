import { type MetricName, metrics, type Selector, type SelectorKey } from '../plan.ts'

/** What the key of a threshold names: `http_req_duration{scenario:browse, step:/search}`. */
export interface MetricKey {
  readonly metric: MetricName
  readonly selector: Selector
}

/** The metric and what of it, or what is wanted instead; `unknown` where there is no such metric. */
export function parseMetricKey(text: string): MetricKey | { readonly wanted: string } | 'unknown' {
  const [, name = '', , inner] = /^([\w-]+)(\{(.*)\})?$/.exec(text.trim()) ?? []
  const metric = (Object.keys(metrics) as readonly MetricName[]).find((each) => each === name)
  if (metric === undefined) return 'unknown'
  const entries = (inner ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => /^\s*(\w+)\s*:\s*(.*\S)\s*$/.exec(part)?.slice(1) ?? ['', ''])
  const form: Readonly<{ by: readonly SelectorKey[]; needs?: readonly SelectorKey[] }> = metrics[metric]
  const { by: known, needs: needed = [] } = form
  const keys = entries.map(([key]) => key)
  // What is no key of its own is a tag, where requests are narrowed down.
  const isTag = (key = '') => known.includes('step') && /^[A-Za-z_]\w*$/.test(key) && !isKey(key)
  const isSound =
    keys.every((key, place) => (known.some((each) => each === key) || isTag(key)) && keys.indexOf(key) === place) &&
    needed.every((key) => keys.includes(key))
  if (!isSound) return { wanted: formOf(metric, known, needed) }
  const tags = entries.filter(([key]) => isTag(key))
  const selector = Object.fromEntries(entries.filter(([key]) => !isTag(key)))
  return { metric, selector: tags.length === 0 ? selector : { ...selector, tags: Object.fromEntries(tags) } }
}

function isKey(key: string): boolean {
  return Object.hasOwn(examples, key)
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
