import { type JSONPathQuery, jsonpath } from 'json-p3'
import type { JsonValue } from '../expressions/expression.ts'

/** Everything in a document that a JSONPath leads to, in the document's order. */
export type JsonPath = (document: JsonValue) => readonly JsonValue[]

/** A JSONPath (RFC 9535), such as `$.items[?@.price < 10].id`. `undefined` where it is none. */
export function parseJsonPath(source: string): JsonPath | undefined {
  let query: JSONPathQuery
  try {
    query = jsonpath.compile(source)
  } catch {
    return undefined
  }
  return (document) => query.query(document as Parameters<JSONPathQuery['query']>[0]).values() as readonly JsonValue[]
}
