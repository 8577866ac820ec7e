import type { Expression } from './expression.ts'

/** A name that an expression needs from elsewhere. */
export interface NameUsed {
  readonly kind: 'variable' | 'environment'
  readonly name: string
  /** The key that is asked of the variable, where it is fixed. */
  readonly member: string | undefined
  /** Something else is said for the case that there is none. */
  readonly hasOtherwise: boolean
}

export function namesIn(expression: Expression, hasOtherwise = false, member?: string): readonly NameUsed[] {
  switch (expression.kind) {
    case 'constant':
    case 'handed':
      return []
    case 'variable':
    case 'environment':
      return [{ kind: expression.kind, name: expression.name, member, hasOtherwise }]
    case 'member': {
      const { of, key } = expression
      const fixed = key.kind === 'constant' ? String(key.value) : undefined
      return [...namesIn(of, hasOtherwise, fixed), ...namesIn(key)]
    }
    case 'call':
      return expression.given.flatMap((each) => namesIn(each))
    case 'operation': {
      const { operator, left, right } = expression
      return [...namesIn(left, hasOtherwise || operator === '??'), ...namesIn(right, hasOtherwise)]
    }
    case 'not':
      return namesIn(expression.of)
    case 'text':
      return expression.parts.flatMap((each) => namesIn(each))
    case 'list':
      return expression.items.flatMap((each) => namesIn(each))
    case 'mapping':
      return expression.entries.flatMap(([, each]) => namesIn(each))
  }
}
