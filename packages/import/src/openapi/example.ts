import { sample } from 'openapi-sampler'
import { isMapping, type Written } from '../imported.ts'
import { boundedView, TooMuch } from './bounded-view.ts'
import type { Document } from './document.ts'

/** How deep a sample goes; less, where its parts use one another so that it would be too large. */
const depths = [15, 5, 2, 1]

/** What the document gives as an example of a parameter or body; else one that its schema allows. */
export function exampleOf(given: Written, document: Document): unknown {
  if (given.example !== undefined) return given.example
  const [first] = Object.values(isMapping(given.examples) ? given.examples : {})
  const named = document.resolve(first)
  if (named.value !== undefined) return named.value
  return given.schema === undefined ? 'x' : sampleOf(given.schema, document)
}

function sampleOf(schema: unknown, document: Document): unknown {
  for (const maxSampleDepth of depths) {
    const view = boundedView({ schema, root: document.root })
    try {
      const sampled = sample(view.schema as object, { skipReadOnly: true, quiet: true, maxSampleDepth }, view.root)
      // Examples of the document's in it are still views.
      return JSON.parse(JSON.stringify(sampled ?? null))
    } catch (error) {
      if (!(error instanceof TooMuch)) break
    }
  }
  // A schema that leads nowhere, or too far; the text shows where to put something.
  return 'x'
}
