import {
  type Alias,
  Composer,
  type CST,
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
  visit,
  type YAMLMap,
  YAMLParseError,
} from 'yaml'
import type { Mistake } from './place.ts'

export { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap }

/** An error of the YAML itself, and the stretch of text it is about. */
export interface SyntaxMistake extends Mistake {
  readonly offset: number
  readonly length: number
}

/** A recording of two thousand requests, imported, has less than half of it. */
export const longestText = 2_000_000

/** What takes time is not a text's length but its marks, words and line ends: so many are read well within a second. */
export const mostPieces = 300_000

/** What helps against the library's errors that authors make most, and what it says to programmers. */
const advice: Readonly<Partial<Record<ErrorCode, Partial<Mistake>>>> = {
  TAB_AS_INDENT: { hint: 'indent with spaces' },
  MULTIPLE_DOCS: { message: 'A second document begins after `---`', wanted: 'one document in a file' },
  BLOCK_AS_IMPLICIT_KEY: { hint: 'a text that has `: ` in it needs quotes' },
  BAD_SCALAR_START: { hint: 'put the text in quotes' },
}

/** Open brackets and indents; each level of a document needs up to three of them. */
const deepestStack = 150

/**
 * The nodes of one YAML 1.2 document, which is `undefined` where the text is empty. Merge keys, YAML 1.1 and other
 * tags than the core schema's are off. Duplicate keys are let through: finding them here takes quadratic time.
 */
export function parseNodes(text: string): { root: Node | undefined } | { syntaxMistakes: readonly SyntaxMistake[] } {
  const unreadable = unreadableText(text)
  if (unreadable !== undefined) return { syntaxMistakes: [unreadable] }
  const tokens = tokensOf(text)
  if ('message' in tokens) return { syntaxMistakes: [tokens] }

  const document = compose(tokens, text.length)
  const syntaxMistakes = [...document.errors, ...document.warnings].map(({ code, message, pos: [from, to] }) => ({
    message,
    ...(isBehindExpression(text, from) ? { hint: 'a text with `{{ }}` in it needs quotes' } : advice[code]),
    offset: from,
    length: Math.max(1, to - from),
  }))
  if (syntaxMistakes.length > 0) return { syntaxMistakes }
  return { root: isNode(document.contents) ? document.contents : undefined }
}

/** The node that each alias stands for: the last one before it, in the order of the text, that has its anchor. */
export function resolveAliases(root: Node): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>()
  const resolved = new Map<Alias, Node>()
  visit(root, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    },
    Alias(_, alias) {
      const node = anchors.get(alias.source)
      if (node !== undefined) resolved.set(alias, node)
    },
  })
  return resolved
}

/** Such as before the `/x` of `get: {{ path }}/x`. */
function isBehindExpression(text: string, offset: number): boolean {
  return text.slice(Math.max(0, offset - 2), offset) === '}}'
}

function tooLong(found: string): SyntaxMistake {
  return {
    message: `The file has ${found} that a scenario may have`,
    wanted: 'less; parts may stand in files that it extends, lists in data files',
    offset: 0,
    length: 1,
  }
}

function unreadableText(text: string): SyntaxMistake | undefined {
  if (text.length > longestText) return tooLong(`${text.length} characters, more than the ${longestText}`)
  // What a decoder of UTF-8 leaves of other encodings; neither is allowed in YAML for another reason.
  const foreign = text.search(/[\0\ufffd]/)
  if (foreign !== -1) return { message: 'The file is not text in UTF-8', offset: foreign, length: 1 }
  return undefined
}

/** Composing nodes recurses, and running out of stack there can end the whole process; lexing and parsing do not. */
function tokensOf(text: string): readonly CST.Token[] | SyntaxMistake {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let pieces = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    pieces++
    if (pieces > mostPieces) return tooLong(`more than the ${mostPieces} marks, words and line ends`)
    if (parser.stack.length > deepestStack) {
      return { message: 'Nested too deeply', offset: Math.min(parser.offset, text.length), length: 1 }
    }
  }
  for (const token of parser.end()) tokens.push(token)
  return tokens
}

function compose(tokens: readonly CST.Token[], length: number): Document.Parsed {
  const composer = new Composer({ schema: 'core', merge: false, resolveKnownTags: false, uniqueKeys: false })
  const { stackTraceLimit } = Error
  // Each mistake is an error of the library's; where there are a hundred thousand, their stacks take most of the time.
  Error.stackTraceLimit = 0
  try {
    const [first, second] = composer.compose(tokens, true, length)
    if (first === undefined) throw new Error('A text without a document')
    if (second !== undefined) {
      const [from, to] = second.range
      first.errors.push(new YAMLParseError([from, to], 'MULTIPLE_DOCS', ''))
    }
    return first
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
