import type { Target } from '../plan/target.ts'
import { parsed } from './values.ts'

export const targetForms = 'the name of a tier, or a URL that starts with http:// or https://'

export const tierName = /^[A-Za-z][\w-]*$/

/** A tier's name, or a URL to put paths behind: without a query, and without a slash at its end. */
export const target = parsed(parseTarget, targetForms).meta({
  title: 'tier or URL',
  pattern: `^https?://|${tierName.source}`,
})

/** Where bytes can be passed on to: what is behind a path or TLS is for those who speak HTTP. */
export const bareTarget = target.refine((given) => given.kind === 'tier' || /^http:\/\/[^/]+$/.test(given.url), {
  error: 'the name of a tier, or a URL such as http://127.0.0.1:8080, without a path',
})

function parseTarget(given: string): Target | undefined {
  if (!looksLikeUrl(given)) return tierName.test(given) ? { kind: 'tier', tier: given } : undefined
  const url = parseHttpUrl(given)
  if (url === undefined || url.search !== '' || url.hash !== '') return undefined
  return { kind: 'url', url: `${url.origin}${url.pathname}`.replace(/\/$/, '') }
}

export function looksLikeUrl(given: string): boolean {
  return given.includes('://')
}

/** `undefined` where it is none of http or https, or has a user's name in it, which clients drop. */
export function parseHttpUrl(given: string): URL | undefined {
  const url = URL.parse(given)
  const usable = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return usable ? url : undefined
}
