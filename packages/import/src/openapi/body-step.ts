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
  if (type.startsWith('multipart/') && isMapping(example)) {
    notes.push(`${name}: put files in place of the examples, as { file: picture.png }`)
    const parts = Object.entries(example).map(([key, value]) => [key, literal(textOf(value))])
    return { payload: { multipart: Object.fromEntries(parts) }, headers: {} }
  }
  notes.push(`${name}: put a body of ${type} in place of the example`)
  const text = typeof example === 'string' ? example : JSON.stringify(example)
  return { payload: { body: literal(text) }, headers: type.includes('*') ? {} : { 'content-type': type } }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
