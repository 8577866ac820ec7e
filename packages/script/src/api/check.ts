import { speaker } from '../user.ts'
import { type GivenTags, marksOf } from './tags.ts'
import type { Response } from './types.ts'

/**
 * Counts, for each name, whether what was given passes its test, and says whether all did. As in k6, a check that fails
 * does not make its request a failed one; `expectStatus` does. Thresholds can name the tags: `checks{page:item}`.
 */
export function check<Given>(
  given: Given,
  tests: Readonly<Record<string, (given: Given) => unknown>>,
  tags?: GivenTags,
): boolean {
  const now = speaker('check()')
  const marks = marksOf(now, tags)
  if (isThenable(given)) throw new TypeError('check() was given a promise: `await` is missing before what it checks')
  const response = isResponse(given) ? given : undefined
  let all = true
  for (const [name, test] of Object.entries(tests)) {
    let passed = false
    try {
      const outcome = typeof test === 'function' ? test(given) : test
      if (isThenable(outcome)) throw new TypeError(`The check '${name}' gives a promise: checks cannot wait`)
      passed = Boolean(outcome)
    } finally {
      now.user.check(name, passed, response, marks)
    }
    all &&= passed
  }
  return all
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}

function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && 'status' in value && 'timings' in value
}
