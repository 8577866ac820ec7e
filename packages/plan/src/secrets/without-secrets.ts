import { isMapping } from '../document/plain-value.ts'

/** Stands where something is not to be shown. */
const mask = '***'

const headersOfSecrets = new Set(['authorization', 'proxy-authorization'])
const keysOfAuth = new Set(['password', 'bearer'])

/** Before the host of a URL; what has a slash in it is written in percent there. */
const credentialsInUrl = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#'"<>]+@/gi

/** Says how the rest is to be read. */
const scheme = /^(?:basic|bearer|digest) $/i

/** Worked out when it is sent, of something else. */
const onlyTemplate = /^(?:(?:basic|bearer|digest) )?\{\{[^'"{}]*\}\}$/i

/**
 * A plan, or a part of one, as it may be shown and stored: `***` stands for credentials in URLs, for what `auth` holds
 * and for headers that say who asks. Variables and those of the environment are named, as they are in the file.
 */
export function withoutSecrets<Value>(value: Value): Value {
  // Texts become other texts, and everything else stays.
  return masked(value, []) as Value
}

function masked(value: unknown, path: readonly string[]): unknown {
  if (typeof value === 'string') {
    if (!isSecret(path)) return value.replaceAll(credentialsInUrl, `$1${mask}@`)
    return onlyTemplate.test(value) ? value : mask
  }
  if (Array.isArray(value)) return value.map((each) => masked(each, path))
  if (!isMapping(value)) return value
  if (isSecret(path) && typeof value.kind === 'string') return withoutConstants(value)
  return Object.fromEntries(
    // Changes name what they change by its whole path.
    Object.entries(value).map(([key, each]) => [key, masked(each, [...path, ...key.split('.')])]),
  )
}

/** An expression with nothing of what the author wrote into it but the names in it. */
function withoutConstants(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutConstants)
  if (!isMapping(value)) return value
  if (value.kind === 'constant') return scheme.test(String(value.value)) ? value : { ...value, value: mask }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutConstants(each)]))
}

function isSecret(path: readonly string[]): boolean {
  const last = path.at(-1)?.toLowerCase() ?? ''
  return headersOfSecrets.has(last) || (keysOfAuth.has(last) && path.includes('auth'))
}
