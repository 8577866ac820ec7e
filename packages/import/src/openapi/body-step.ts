import { isMapping, type Written } from '../imported.ts'
import { literal, literalValue } from '../literal.ts'
import type { Document } from './document.ts'
import { exampleOf } from './example.ts'

/** The body of an operation as a step has it: JSON before forms before text. */
export function bodyStep(
  operation: Written,
  document: Document,
  name: string,
  notes: string[],
): { readonly payload: Written; readonly headers: Written } {
  const { content } = document.resolve(operation.requestBody)
  const types = Object.entries(isMapping(content) ? content : {})
  const [type, media] =
    types.find(([each]) => /^application\/json\b/.test(each)) ??
    types.find(([each]) => /[+/]json\b/.test(each)) ??
    types.find(([each]) => each.startsWith('application/x-www-form-urlencoded')) ??
    types[0] ??
    []
  if (type === undefined) return { payload: {}, headers: {} }
  const example = exampleOf(document.resolve(media), document)
  if (/json\b/.test(type)) {
    const headers = type === 'application/json' ? {} : { 'content-type': type }
    return { payload: { json: literalValue(example) }, headers }
  }
  if (type.startsWith('application/x-www-form-urlencoded') && isMapping(example)) {
    const form = Object.entries(example).map(([key, value]) => [key, literal(String(value))])
    return { payload: { form: Object.fromEntries(form) }, headers: {} }
  }
  if (type.startsWith('multipart/')) {
    notes.push(`${name}: its multipart body is not carried over`)
    return { payload: {}, headers: {} }
  }
  notes.push(`${name}: put a body of ${type} in place of the example`)
  const text = typeof example === 'string' ? example : JSON.stringify(example)
  return { payload: { body: literal(text) }, headers: type.includes('*') ? {} : { 'content-type': type } }
}
