import type { Response } from './types.ts'

const partsOfResponses = [
  'status',
  'headers',
  'cookies',
  'body',
  'bytes',
  'json',
  'html',
  'url',
  'clickLink',
  'submitForm',
  'error',
  'cause',
  'timings',
] as const

/** A response to come. Reading it as if it had come says what is missing: k6's requests need no `await`, these do. */
export class PendingResponse extends Promise<Response> {
  static override get [Symbol.species]() {
    return Promise
  }
}

for (const part of partsOfResponses) {
  Object.defineProperty(PendingResponse.prototype, part, {
    get() {
      throw new TypeError(
        `Cannot read \`${part}\` of a response that has not come: \`await\` is missing before its request`,
      )
    },
  })
}
