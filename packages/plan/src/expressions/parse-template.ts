import type { PlainValue } from '../document/plain-value.ts'
import { isMapping } from '../document/plain-value.ts'
import type { Expression, Text } from './expression.ts'
import { ExpressionMistake, parseExpression } from './parse-expression.ts'

/** Up to the `}}` that is in no quoted text. Each character fits one part of it only, so that it never goes back. */
const hole = /\{\{((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|(?!\}\}|\{\{)[^'"])*)\}\}/gs

/** Whether a text has a `{{` in it. */
export function isTemplate(text: string): boolean {
  return text.includes('{{')
}

/**
 * Text with expressions in it, as `/orders/{{ id }}`; a text that is one expression and nothing else is that
 * expression, so that its value keeps its kind. Throws an `ExpressionMistake` where one cannot be read.
 */
export function parseTemplate(source: string): Text {
  if (!isTemplate(source)) return source
  const parts: Expression[] = []
  let end = 0
  const fixed = (text: string) => {
    if (text.includes('{{')) throw new ExpressionMistake('a `}}` for each `{{`')
    if (text !== '') parts.push({ kind: 'constant', value: text })
  }
  for (const found of source.matchAll(hole)) {
    fixed(source.slice(end, found.index))
    parts.push(parseExpression(found[1] ?? ''))
    end = found.index + found[0].length
  }
  fixed(source.slice(end))
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'text', parts }
}

/** An expression where nothing else can stand, with or without its braces. */
export function parseCondition(source: string): Expression {
  return parseExpression(/^\s*\{\{(.*)\}\}\s*$/s.exec(source)?.[1] ?? source)
}

/** A value with templates in its texts. */
export function parseValue(value: PlainValue): Expression {
  if (typeof value === 'string') {
    const read = parseTemplate(value)
    return typeof read === 'string' ? { kind: 'constant', value: read } : read
  }
  if (!hasTemplate(value)) return { kind: 'constant', value }
  if (Array.isArray(value)) return { kind: 'list', items: value.map(parseValue) }
  const entries = isMapping(value) ? Object.entries(value) : []
  return { kind: 'mapping', entries: entries.map(([key, each]) => [key, parseValue(each)]) }
}

function hasTemplate(value: PlainValue): boolean {
  if (typeof value === 'string') return isTemplate(value)
  if (Array.isArray(value)) return value.some(hasTemplate)
  return isMapping(value) && Object.values(value).some(hasTemplate)
}
