import type { PathMistake } from '../document/place.ts'
import { loadTimes } from './load-times.ts'
import type { GivenScenarioFile } from './scenario-file.ts'

/** Whether a warm-up leaves any time that counts. A recording whose end only its file knows is taken to last. */
export function checkWarmUp({ warmUp, maxDuration, scenarios }: GivenScenarioFile): readonly PathMistake[] {
  if (warmUp === undefined) return []
  const lastMs = Math.max(...[...loadTimes(scenarios).values()].map(({ endMs }) => endMs))
  if (warmUp < Math.min(lastMs, maxDuration ?? lastMs)) return []
  const message = `The warm-up lasts as long as the load, so nothing would count`
  return [{ path: ['warmUp'], part: 'value', message, wanted: 'a time shorter than the load' }]
}
