import type { DataSource, JsonValue } from '@loadrun/plan'
import type { IterationPart } from '../users/iteration.ts'
import type { Data } from './open-data.ts'

/** The rows that one user has in all of his iterations. `undefined`: there was none left for him. */
export type OwnRows = ReadonlyMap<DataSource, JsonValue | undefined>

/**
 * Gives each further user of this worker rows of his own, which no other user has on whatever worker; `undefined`: no
 * file is given out by users.
 */
export function ownRowsOf(
  sources: readonly DataSource[],
  data: Pick<Data, 'rowFor'>,
  { worker, workers }: IterationPart,
): (() => OwnRows) | undefined {
  const own = sources.filter(({ order }) => order === 'per-vu')
  if (own.length === 0) return undefined
  let number = worker - workers
  const random = () => 0
  return () => {
    number += workers
    return new Map(own.map((source) => [source, data.rowFor(source, { number, random })]))
  }
}
