import { isDeepStrictEqual } from 'node:util'
import { type Expectation, type JsonPath, type JsonValue, parseJsonPath } from '@loadrun/plan'
import { compileExpression, compileText, type Language } from './compile-expression.ts'
import type { Iteration } from './iteration.ts'
import type { ReadAnswer } from './read-answer.ts'

/** What was found instead of what is expected; `undefined`: what is expected. */
type Disappointment = string | undefined

export interface CompiledExpectation {
  readonly name: string
  readonly examine: (answer: ReadAnswer, iteration: Iteration, serviceMs: number) => Disappointment
}

export function compileExpectation(expectation: Expectation, language: Language): CompiledExpectation {
  return { name: expectation.name, examine: examination(expectation, language) }
}

function examination(expectation: Expectation, language: Language): CompiledExpectation['examine'] {
  switch (expectation.kind) {
    case 'header': {
      const wanted = render(compileText(expectation.value, language))
      return (answer, iteration) => {
        const found = answer.headers(expectation.header)
        return found.includes(wanted(iteration)) ? undefined : shownHeader(found)
      }
    }
    case 'header-matches': {
      const wanted = new RegExp(expectation.pattern, 's')
      return (answer) => {
        const found = answer.headers(expectation.header)
        return found.some((each) => wanted.test(each)) ? undefined : shownHeader(found)
      }
    }
    case 'header-there':
      return (answer) => {
        const found = answer.headers(expectation.header)
        return found.length > 0 === expectation.isThere ? undefined : shownHeader(found)
      }
    case 'contains': {
      const wanted = render(compileText(expectation.part, language))
      return ({ text }, iteration) => (text.includes(wanted(iteration)) ? undefined : 'it does not')
    }
    case 'matches': {
      const wanted = new RegExp(expectation.pattern, 's')
      return ({ text }) => (wanted.test(text) ? undefined : 'it does not')
    }
    case 'json': {
      const path = pathOf(expectation)
      const wanted = compileExpression(expectation.value, language)
      return ({ json }, iteration) => {
        if (json === undefined) return 'the answer is no JSON'
        const [found] = path(json)
        return isDeepStrictEqual(found, wanted(iteration)) ? undefined : `found ${show(found)}`
      }
    }
    case 'json-there': {
      const path = pathOf(expectation)
      return ({ json }) => {
        if (json === undefined) return 'the answer is no JSON'
        const [found] = path(json)
        return (found !== undefined) === expectation.isThere ? undefined : `found ${show(found)}`
      }
    }
    case 'within':
      return (_answer, _iteration, serviceMs) => (serviceMs <= expectation.limitMs ? undefined : 'it took longer')
    case 'size': {
      const { min, max = Number.POSITIVE_INFINITY } = expectation
      return ({ answer }) => {
        const { length } = answer.body
        return length >= min && length <= max ? undefined : `found ${length} bytes`
      }
    }
  }
}

function pathOf({ path }: { readonly path: string }): JsonPath {
  const read = parseJsonPath(path)
  if (read === undefined) throw new Error(`Cannot expect anything of ${path}: it is no JSONPath`)
  return read
}

function shownHeader(found: readonly string[]): string {
  return `found ${found.join(', ') || 'no such header'}`
}

function render(text: string | ((iteration: Iteration) => string)): (iteration: Iteration) => string {
  return typeof text === 'string' ? () => text : text
}

const longestShown = 100

function show(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing there'
  const text = JSON.stringify(value)
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`
}
