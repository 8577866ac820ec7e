import { sample } from 'openapi-sampler'
import { isMapping, type Written } from '../imported.ts'
import type { Document } from './document.ts'

/** What the document gives as an example of a parameter or body; else one that its schema allows. */
export function exampleOf(given: Written, document: Document): unknown {
  if (given.example !== undefined) return given.example
  const [first] = Object.values(isMapping(given.examples) ? given.examples : {})
  const named = document.resolve(first)
  if (named.value !== undefined) return named.value
  return given.schema === undefined ? 'x' : sampleOf(given.schema, document)
}

function sampleOf(schema: unknown, { root }: Document): unknown {
  try {
    return sample(schema as object, { skipReadOnly: true, quiet: true }, root) ?? null
  } catch {
    // A schema that leads nowhere; the text shows where to put something.
    return 'x'
  }
}
