import type { z } from 'zod'
import type { Path } from '../document/path.ts'
import type { PathMistake } from '../document/place.ts'
import type { PlainValue } from '../document/plain-value.ts'
import { toMistakes } from './issue.ts'
import { wantedByDefault } from './values.ts'

/** What a value says by a schema, or everything in it that the schema does not allow. `at` leads to the value from the root. */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: PlainValue,
  at: Path = [],
): { given: z.output<Schema>; mistakes: readonly [] } | { given: undefined; mistakes: readonly PathMistake[] } {
  const checked = schema.safeParse(value, { error: wantedByDefault })
  if (checked.success) return { given: checked.data, mistakes: [] }
  return { given: undefined, mistakes: toMistakes(checked.error.issues, value, at) }
}
