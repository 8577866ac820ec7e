import { defined, filled, isMapping, type Written } from '../imported.ts'
import { literal, literalValue } from '../literal.ts'
import { bodyStep } from './body-step.ts'
import type { Document } from './document.ts'
import { exampleOf } from './example.ts'
import { securityStep } from './security-step.ts'

interface Given {
  readonly path: string
  readonly method: string
  /** What holds for all operations of the path. */
  readonly item: Written
  readonly operation: Written
}

/** The step of an operation, and the variables that its path has. */
export function operationStep(
  { path, method, item, operation }: Given,
  document: Document,
  notes: string[],
): { readonly step: Written; readonly vars: Written } {
  const parameters = parametersOf(item, operation, document)
  const place = (wanted: string) => parameters.filter((each) => each.in === wanted)
  const isGiven = (each: Written) => each.required === true || 'example' in each || 'examples' in each
  const vars: Record<string, unknown> = {}
  const url = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const variable = variableOf(name)
    const parameter = place('path').find((each) => each.name === name)
    vars[variable] = literalValue(parameter === undefined ? 'x' : exampleOf(parameter, document))
    return `{{ urlEncode(${variable}) }}`
  })
  const texts = (where: string) =>
    Object.fromEntries(
      place(where)
        .filter(isGiven)
        .map((each) => [String(each.name), textOf(exampleOf(each, document))]),
    )
  const { query, headers, auth } = securityStep(operation, document, notes)
  const cookies = Object.entries(texts('cookie')).map(([name, value]) => `${name}=${value}`)
  const body = bodyStep(operation, document, `${method.toUpperCase()} ${path}`, notes)
  const all = { ...headers, ...texts('header'), ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}) }
  const step = defined({
    [method]: url,
    name: `${method.toUpperCase()} ${path}`,
    query: filled({ ...query, ...texts('query') }),
    headers: filled({ ...body.headers, ...all }),
    auth,
    ...body.payload,
    expect: expectOf(operation),
  })
  return { step, vars }
}

/** Those of the operation go before those of its path. */
function parametersOf(item: Written, operation: Written, { resolve }: Document): readonly Written[] {
  const lists = [item.parameters, operation.parameters].flatMap((list) => (Array.isArray(list) ? list : []))
  return [...new Map(lists.map(resolve).map((each) => [`${each.in} ${each.name}`, each])).values()]
}

/** The statuses that the document has for success. */
function expectOf({ responses }: Written): Written | undefined {
  const codes = Object.keys(isMapping(responses) ? responses : {}).filter((code) => /^[23](\d\d|XX)$/i.test(code))
  if (codes.length === 0) return undefined
  const statuses = codes.map((code) => (/^\d+$/.test(code) ? Number(code) : code.toLowerCase()))
  return { status: statuses.length === 1 ? statuses[0] : statuses }
}

function variableOf(name: string): string {
  const clean = name.replaceAll(/\W+/g, '_').replace(/^(\d)/, '_$1').slice(0, 64)
  return ['env', 'true', 'false', 'null'].includes(clean) ? `${clean}_` : clean
}

function textOf(value: unknown): string {
  return literal(typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : JSON.stringify(value))
}
