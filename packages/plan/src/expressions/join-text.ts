import type { Expression, Text } from './expression.ts'

/** Texts one after another; fixed text where all of them are. */
export function joinText(texts: readonly Text[]): Text {
  const parts: Expression[] = []
  for (const part of texts.flatMap(partsOf)) {
    const last = parts.at(-1)
    if (part.kind === 'constant' && last?.kind === 'constant') {
      parts[parts.length - 1] = { kind: 'constant', value: `${last.value}${part.value}` }
    } else parts.push(part)
  }
  const [only] = parts
  if (only === undefined) return ''
  return parts.length === 1 && only.kind === 'constant' ? String(only.value) : { kind: 'text', parts }
}

function partsOf(text: Text): readonly Expression[] {
  if (typeof text === 'string') return text === '' ? [] : [{ kind: 'constant', value: text }]
  return text.kind === 'text' ? text.parts : [text]
}
