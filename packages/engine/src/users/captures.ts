import { type Capture, type JsonValue, parseCssSelector, parseJsonPath } from '@loadrun/plan'
import type { Language } from './compile-expression.ts'
import type { Iteration } from './iteration.ts'
import type { ReadAnswer } from './read-answer.ts'
import { toText } from './to-text.ts'

/** Takes a value out of an answer into a variable; where it is not there, says so. */
export interface CompiledCapture {
  /** What was not found; `undefined`: it was, or something else is given for it. */
  readonly take: (answer: ReadAnswer, iteration: Iteration) => string | undefined
  /** Without an answer: whether the user can go on all the same. */
  readonly doWithout: (iteration: Iteration) => boolean
}

export function compileCapture(capture: Capture, { placeOf }: Pick<Language, 'placeOf'>): CompiledCapture {
  const { variable, all, otherwise } = capture
  const place = placeOf(variable)
  const find = finderOf(capture)
  const doWithout = ({ values }: Iteration) => {
    if (otherwise !== undefined) values[place] = otherwise
    return otherwise !== undefined
  }
  return {
    take: (answer, iteration) => {
      const found = find(answer)
      const [first] = found
      if (first !== undefined) iteration.values[place] = all ? found : first
      else if (!doWithout(iteration)) return `Cannot capture \`${variable}\`: ${missing(capture, answer)}`
      return undefined
    },
    doWithout,
  }
}

/** All that is found; of a pattern without `all` no more than the first match in each text, as bodies can be long. */
function finderOf({ source, pattern, all }: Capture): (answer: ReadAnswer) => readonly JsonValue[] {
  const find = sourceFinder(source)
  if (pattern === undefined) return find
  if (!all) {
    const first = new RegExp(pattern, 's')
    return (answer) =>
      find(answer).flatMap((value) => {
        const match = first.exec(toText(value))
        return match === null ? [] : [match[1] ?? match[0]]
      })
  }
  const expression = new RegExp(pattern, 'gs')
  return (answer) =>
    find(answer).flatMap((value) => [...toText(value).matchAll(expression)].map((match) => match[1] ?? match[0]))
}

function sourceFinder(source: Capture['source']): (answer: ReadAnswer) => readonly JsonValue[] {
  switch (source.kind) {
    case 'json': {
      const path = parseJsonPath(source.path)
      if (path === undefined) throw new Error(`Cannot capture ${source.path}: it is no JSONPath`)
      return ({ json }) => (json === undefined ? [] : path(json))
    }
    case 'header':
      return (answer) => answer.headers(source.header)
    case 'cookie':
      return (answer) => answer.cookies(source.cookie)
    case 'body':
      return ({ text }) => [text]
    case 'css': {
      const { selector, attribute } = source
      const select = parseCssSelector(selector)
      if (select === undefined) throw new Error(`Cannot capture ${selector}: it is no CSS selector`)
      return ({ text }) => select(text, attribute)
    }
  }
}

function missing({ source, pattern }: Capture, answer: ReadAnswer): string {
  const matching = pattern === undefined ? '' : ` that matches ${pattern}`
  switch (source.kind) {
    case 'json':
      return answer.json === undefined
        ? `the answer is no JSON`
        : `nothing in the answer is at ${source.path}${matching}`
    case 'header':
      return `the answer has no header ${source.header}${matching}`
    case 'cookie':
      return `the answer sets no cookie ${source.cookie}${matching}`
    case 'css': {
      const { selector, attribute } = source
      const what = attribute === undefined ? selector : `${selector} with an attribute ${attribute}`
      return `nothing in the answer is ${what}${matching}`
    }
    case 'body':
      return `nothing in the answer matches ${pattern}`
  }
}
