import type { PlainValue } from '../document/plain-value.ts'

/** A value as JSON has it. */
export type JsonValue = PlainValue

/** What stands between `{{` and `}}`, read: plain data, which the engine turns into code once. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: JsonValue }
  | { readonly kind: 'variable'; readonly name: string }
  /** A variable of the environment that loadrun runs in: read when the load starts, so that no secret is in a result. */
  | { readonly kind: 'environment'; readonly name: string }
  /** What `before` left in a variable, once for the whole load. */
  | { readonly kind: 'handed'; readonly name: string }
  /** A key of a mapping, or a position in a list; without a value where there is none. */
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly given: readonly Expression[] }
  | {
      readonly kind: 'operation'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'not'; readonly of: Expression }
  /** All parts as text, one after another. */
  | { readonly kind: 'text'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'mapping'; readonly entries: readonly (readonly [key: string, value: Expression])[] }

/** Fixed text, or an expression whose value is made into text each time it is needed. */
export type Text = string | Expression

export type Operator = '??' | '||' | '&&' | '==' | '!=' | '<=' | '>=' | '<' | '>' | '+' | '-' | '*' | '/' | '%'

/** Loosest first; those of one line bind alike. */
export const operators = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
] as const satisfies readonly (readonly Operator[])[]

/** Every function that an expression can call, with how it is written and how many values it takes. */
export const functions = {
  uuid: { form: 'uuid()', least: 0, most: 0 },
  traceparent: { form: 'traceparent()', least: 0, most: 0 },
  randomInt: { form: 'randomInt(1, 6)', least: 2, most: 2 },
  randomChoice: { form: "randomChoice('red', 'blue')", least: 1, most: 1000 },
  randomString: { form: 'randomString(8)', least: 1, most: 1 },
  counter: { form: 'counter()', least: 0, most: 0 },
  iteration: { form: 'iteration()', least: 0, most: 0 },
  now: { form: 'now()', least: 0, most: 0 },
  timestamp: { form: 'timestamp()', least: 0, most: 0 },
  base64: { form: 'base64(text)', least: 1, most: 1 },
  hash: { form: "hash('sha256', text)", least: 2, most: 2 },
  hmac: { form: "hmac('sha256', key, text)", least: 3, most: 3 },
  urlEncode: { form: 'urlEncode(text)', least: 1, most: 1 },
  json: { form: 'json(value)', least: 1, most: 1 },
  length: { form: 'length(list)', least: 1, most: 1 },
  number: { form: 'number(text)', least: 1, most: 1 },
} as const

export type FunctionName = keyof typeof functions

/** What `hash` and `hmac` can be asked for. */
export const hashes: readonly string[] = ['md5', 'sha1', 'sha256', 'sha512']
