/** A piece of an expression's source. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end'
  readonly text: string
  readonly at: number
}

const pattern =
  /\s*(?:(?<name>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?)|(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<sign>\?\?|\|\||&&|==|!=|<=|>=|[<>+\-*/%!.,()[\]]))/y

/** `undefined` where something stands that no expression has. */
export function tokensOf(source: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  let end = 0
  for (;;) {
    const found = pattern.exec(source)
    if (found === null) break
    end = pattern.lastIndex
    const [kind, text] = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined) ?? []
    if (text === undefined) break
    tokens.push({ kind: kind as Token['kind'], text, at: end - text.length })
  }
  if (source.slice(end).trim() !== '') return undefined
  tokens.push({ kind: 'end', text: '', at: source.length })
  return tokens
}
