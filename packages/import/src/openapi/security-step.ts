import { isMapping, type Written } from '../imported.ts'
import type { Document } from './document.ts'

interface Secured {
  readonly query: Written
  readonly headers: Written
  readonly auth: Written | undefined
}

const nothing: Secured = { query: {}, headers: {}, auth: undefined }

/** Who is asked for, as placeholders that take secrets from the environment. Of several ways, the first. */
export function securityStep(operation: Written, { root, resolve }: Document, notes: string[]): Secured {
  const required = operation.security ?? root.security
  const [first] = Array.isArray(required) ? required : []
  const names = Object.keys(isMapping(first) ? first : {})
  const components = isMapping(root.components) ? root.components : {}
  const schemes = isMapping(components.securitySchemes) ? components.securitySchemes : {}
  return names.reduce((sum, name) => {
    const { query, headers, auth } = secured(resolve(schemes[name]), name, notes)
    return { query: { ...sum.query, ...query }, headers: { ...sum.headers, ...headers }, auth: sum.auth ?? auth }
  }, nothing)
}

function secured(scheme: Written, name: string, notes: string[]): Secured {
  const secret = (what: string) => {
    const own = name.replaceAll(/\W+/g, '_').toUpperCase()
    const variable = own.endsWith(what.toUpperCase()) ? own : `${own}_${what.toUpperCase()}`
    notes.push(`Security ${name}: set ${variable} in the environment`)
    return `{{ env.${variable} ?? '${what}' }}`
  }
  if (scheme.type === 'apiKey') {
    const key = String(scheme.name)
    if (scheme.in === 'query') return { ...nothing, query: { [key]: secret('key') } }
    if (scheme.in === 'cookie') return { ...nothing, headers: { cookie: `${key}=${secret('key')}` } }
    return { ...nothing, headers: { [key.toLowerCase()]: secret('key') } }
  }
  if (scheme.type === 'http' && String(scheme.scheme).toLowerCase() === 'basic') {
    return { ...nothing, auth: { basic: { user: secret('user'), password: secret('password') } } }
  }
  if (scheme.type === 'http' || scheme.type === 'oauth2' || scheme.type === 'openIdConnect') {
    return { ...nothing, auth: { bearer: secret('token') } }
  }
  notes.push(`Security ${name} (${String(scheme.type)}) is not carried over`)
  return nothing
}
