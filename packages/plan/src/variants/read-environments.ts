import { z } from 'zod'
import type { Change } from '../document/change.ts'
import { placeMistakes } from '../document/changed-document.ts'
import type { PlacedMistake } from '../document/place.ts'
import { childOf, isMapping } from '../document/plain-value.ts'
import type { ScenarioDocument } from '../document/read-document.ts'
import { suggest } from '../problems/suggestion.ts'
import { checkShape } from '../schema/check-shape.ts'
import { givenName } from '../schema/values.ts'
import { changesAt } from './changes-at.ts'

const mostEnvironments = 50

const changes = z.looseObject(
  {},
  { error: 'a mapping of paths to values, such as { target: https://staging.example.com }' },
)

export const changesByEnvironment = z
  .record(givenName, changes.nullable(), { error: 'a mapping of environments by name' })
  .refine((given) => Object.keys(given).length <= mostEnvironments, {
    error: `at most ${mostEnvironments} environments`,
  })
  .meta({
    description:
      'Where the file can be run, by name: paths into the file to the values that they get with `--env` and that name.',
    examples: [{ staging: { target: 'https://staging.example.com', 'scenarios.visitors.rate': '10/s' } }],
  })

/** Somewhere that the file can be run, and the changes that make it so. */
export interface Environment {
  readonly name: string
  readonly changes: readonly Change[]
}

/** In the file's order. */
export function readEnvironments(document: ScenarioDocument): {
  environments: readonly Environment[]
  mistakes: readonly PlacedMistake[]
} {
  const written = childOf(document.value, 'environments')
  if (written === undefined) return { environments: [], mistakes: [] }
  const { mistakes } = checkShape(changesByEnvironment, written, ['environments'])
  return {
    environments: Object.entries(isMapping(written) ? written : {}).map(([name, value]) => ({
      name,
      changes: changesAt(['environments', name], isMapping(value) ? value : {}, document),
    })),
    mistakes: placeMistakes(mistakes, document, []),
  }
}

/** Whether the environment that the command line asks for is there. */
export function checkEnvironmentName(
  name: string | undefined,
  known: readonly Environment[],
): readonly PlacedMistake[] {
  const names = known.map((each) => each.name)
  if (name === undefined || names.includes(name)) return []
  const near = suggest(name, names)
  return [
    {
      path: 'environments',
      place: { kind: 'argument', argument: `--env ${name}` },
      message: `The file has no environment \`${name}\``,
      wanted:
        names.length === 0
          ? 'one under `environments`, such as { staging: { target: https://staging.example.com } }'
          : `one of ${names.join(', ')}`,
      hint: near && `did you mean \`${near}\`?`,
    },
  ]
}
