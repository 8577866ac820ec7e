import { ImportError } from '../imported.ts'

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
}

/**
 * The words of a command as a POSIX shell takes them, and bash's `$'…'`, which browsers write. Nothing is expanded.
 * Lines may end with a backslash, or with cmd's `^`.
 */
export function shellWords(command: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  const text = command.replaceAll(/\\\r?\n/g, ' ').replaceAll(/\s\^\r?\n/g, ' ')
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (character === "'") {
      const end = endOf(text, "'", at)
      word = (word ?? '') + text.slice(at + 1, end)
      at = end
    } else if (character === '"' || (character === '$' && text[at + 1] === "'")) {
      const isAnsi = character === '$'
      const [read, end] = quoted(text, isAnsi ? at + 1 : at, isAnsi)
      word = (word ?? '') + read
      at = end
    } else if (character === '\\') {
      word = (word ?? '') + (text[++at] ?? '')
    } else word = (word ?? '') + character
  }
  return word === undefined ? words : [...words, word]
}

function endOf(text: string, quote: string, from: number): number {
  const end = text.indexOf(quote, from + 1)
  if (end === -1) throw new ImportError(`Cannot read the command: the ${quote} at character ${from + 1} has no end`)
  return end
}

/** What stands between quotes with escapes, and where the closing one is. */
function quoted(text: string, from: number, isAnsi: boolean): readonly [string, number] {
  const quote = text[from] ?? ''
  let read = ''
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === quote) return [read, at]
    if (character !== '\\') {
      read += character
      continue
    }
    const next = text[++at] ?? ''
    if (!isAnsi) {
      read += '"\\$`'.includes(next) ? next : `\\${next}`
      continue
    }
    const [code] = /^(?:x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3})/.exec(text.slice(at)) ?? []
    if (code === undefined) read += escapes[next] ?? next
    else {
      read += String.fromCodePoint(/^[0-7]/.test(code) ? Number.parseInt(code, 8) : Number.parseInt(code.slice(1), 16))
      at += code.length - 1
    }
  }
  throw new ImportError(`Cannot read the command: the ${quote} at character ${from + 1} has no end`)
}
