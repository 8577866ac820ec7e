import { suggest } from '../problems/suggestion.ts'
import { type Expression, type FunctionName, functions, hashes, operators } from './expression.ts'
import { type Token, tokensOf } from './tokens.ts'

/** Why a text is no expression, for people. */
export class ExpressionMistake extends Error {}

const longest = 2000
const deepest = 50

/** Reads an expression such as `user.name` or `randomInt(1, 6) + 1`. Throws an `ExpressionMistake` where it is none. */
export function parseExpression(source: string): Expression {
  if (source.length > longest) throw new ExpressionMistake(`an expression of at most ${longest} characters`)
  const tokens = tokensOf(source)
  if (tokens === undefined) throw new ExpressionMistake(`an expression; \`${source.trim()}\` cannot be read`)
  const reader = new Reader(tokens, source)
  return reader.whole()
}

class Reader {
  readonly #tokens: readonly Token[]
  readonly #source: string
  #next = 0
  #depth = 0

  constructor(tokens: readonly Token[], source: string) {
    this.#tokens = tokens
    this.#source = source
  }

  whole(): Expression {
    const read = this.#operation(0)
    if (this.#peek().kind !== 'end') throw this.#unexpected()
    return read
  }

  #operation(level: number): Expression {
    const own: readonly string[] | undefined = operators[level]
    if (own === undefined) return this.#unary()
    let left = this.#operation(level + 1)
    while (this.#peek().kind === 'sign' && own.includes(this.#peek().text)) {
      const operator = operators[level]?.find((each) => each === this.#peek().text)
      if (operator === undefined) break
      this.#next++
      left = { kind: 'operation', operator, left, right: this.#operation(level + 1) }
    }
    return left
  }

  #unary(): Expression {
    if (this.#take('!')) return { kind: 'not', of: this.#nested(() => this.#unary()) }
    if (this.#take('-')) {
      const zero: Expression = { kind: 'constant', value: 0 }
      return { kind: 'operation', operator: '-', left: zero, right: this.#nested(() => this.#unary()) }
    }
    return this.#members(this.#primary())
  }

  #members(of: Expression): Expression {
    let read = of
    for (;;) {
      if (this.#take('.')) {
        const { kind, text } = this.#peek()
        if (kind !== 'name') throw this.#unexpected()
        this.#next++
        read = { kind: 'member', of: read, key: { kind: 'constant', value: text } }
      } else if (this.#take('[')) {
        const key = this.#nested(() => this.#operation(0))
        this.#expect(']')
        read = { kind: 'member', of: read, key }
      } else return read
    }
  }

  #primary(): Expression {
    const { kind, text } = this.#peek()
    if (this.#take('(')) {
      const read = this.#nested(() => this.#operation(0))
      this.#expect(')')
      return read
    }
    if (kind === 'sign' || kind === 'end') throw this.#unexpected()
    this.#next++
    if (kind === 'number') return { kind: 'constant', value: Number(text) }
    if (kind === 'text') return { kind: 'constant', value: text.slice(1, -1).replace(/\\(.)/gs, '$1') }
    if (text === 'true' || text === 'false') return { kind: 'constant', value: text === 'true' }
    if (text === 'null') return { kind: 'constant', value: null }
    if (this.#take('(')) return this.#call(text)
    return text === 'env' ? this.#environment() : { kind: 'variable', name: text }
  }

  #environment(): Expression {
    if (!this.#take('.') || this.#peek().kind !== 'name') {
      throw new ExpressionMistake('a variable of the environment, such as env.TOKEN')
    }
    const { text } = this.#peek()
    this.#next++
    return { kind: 'environment', name: text }
  }

  #call(written: string): Expression {
    const name = (Object.keys(functions) as FunctionName[]).find((each) => each === written)
    if (name === undefined) {
      const near = suggest(written, Object.keys(functions))
      const hint = near === undefined ? '' : `; did you mean \`${near}\`?`
      throw new ExpressionMistake(
        `one of the functions ${Object.keys(functions).join(', ')}: there is no \`${written}\`${hint}`,
      )
    }
    const given: Expression[] = []
    while (!this.#take(')')) {
      if (given.length > 0) this.#expect(',')
      given.push(this.#nested(() => this.#operation(0)))
    }
    const { form, least, most } = functions[name]
    const [first] = given
    const algorithm = name === 'hash' || name === 'hmac' ? first : undefined
    if (given.length < least || given.length > most) throw new ExpressionMistake(`\`${name}\` as in ${form}`)
    if (algorithm?.kind === 'constant' && !hashes.includes(String(algorithm.value))) {
      throw new ExpressionMistake(`one of ${hashes.join(', ')}, as in ${form}`)
    }
    return { kind: 'call', name, given }
  }

  /** Keeps expressions from being nested so deep that reading them ends the program. */
  #nested(read: () => Expression): Expression {
    if (++this.#depth > deepest) throw new ExpressionMistake('an expression that is not nested as deep')
    const expression = read()
    this.#depth--
    return expression
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: this.#source.length }
  }

  #take(sign: string): boolean {
    const { kind, text } = this.#peek()
    if (kind !== 'sign' || text !== sign) return false
    this.#next++
    return true
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#unexpected(`\`${sign}\``)
  }

  #unexpected(wanted = 'an expression'): ExpressionMistake {
    const { kind, text } = this.#peek()
    const where = kind === 'end' ? 'at its end' : `before \`${text}\``
    return new ExpressionMistake(`${wanted} ${where} of \`${this.#source.trim()}\``)
  }
}
