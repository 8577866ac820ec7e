import { z } from 'zod'
import type { Change } from '../document/change.ts'
import { placeMistakes } from '../document/changed-document.ts'
import type { PlacedMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue } from '../document/plain-value.ts'
import type { ScenarioDocument } from '../document/read-document.ts'
import type { Variant } from '../plan/plan.ts'
import { checkShape } from '../schema/check-shape.ts'
import { givenName, oneOf } from '../schema/values.ts'
import { changesAt } from './changes-at.ts'

/** Reserved among a variant's keys; all others are paths. */
const reserved = 'expect'
const expectation = oneOf('pass', 'fail')
  .optional()
  .meta({
    description: 'What its author says will come out; a run that turns out otherwise is the news.',
    examples: ['fail'],
    default: 'pass',
  })

const mostVariants = 50

const change = z.looseObject(
  { [reserved]: expectation },
  { error: 'a mapping of paths to values, such as { topology.middleware.timeout: 1s }' },
)

/** By the name of a variant, what it changes: paths into the file, and the values that they get. */
export const changesByVariant = z
  .record(givenName, change.nullable(), { error: 'a mapping of variants by name' })
  .refine((given) => Object.keys(given).length > 0, { error: 'at least one variant' })
  .refine((given) => Object.keys(given).length <= mostVariants, { error: `at most ${mostVariants} variants` })
  .meta({
    description:
      'One run each, by name: paths into the file to the values that they get; list positions count from 0. Without any there is a single one, named `run`.',
    examples: [{ before: { expect: 'fail' }, after: { 'topology.middleware.timeout': '1s' } }],
  })

/** One run that the file asks for, and the changes that make it. */
export interface AskedVariant {
  readonly variant: Variant
  readonly changes: readonly Change[]
}

const single: AskedVariant = { variant: { name: 'run', changes: {}, expect: 'pass' }, changes: [] }

/** The variants in the file's order; without any, a single one named `run`. */
export function readVariants(document: ScenarioDocument): {
  variants: readonly AskedVariant[]
  mistakes: readonly PlacedMistake[]
} {
  const written = childOf(document.value, 'variants')
  if (written === undefined) return { variants: [single], mistakes: [] }
  const { mistakes } = checkShape(changesByVariant, written, ['variants'])
  const entries = isMapping(written) ? Object.entries(written) : []
  return {
    variants: entries.map(([name, value]) => readVariant(name, value, document)),
    mistakes: placeMistakes(mistakes, document, []),
  }
}

function readVariant(name: string, written: PlainValue, document: ScenarioDocument): AskedVariant {
  const { [reserved]: expected, ...changes }: PlainMapping = isMapping(written) ? written : {}
  return {
    variant: { name, changes, expect: expected === 'fail' ? 'fail' : 'pass' },
    changes: changesAt(['variants', name], changes, document),
  }
}
