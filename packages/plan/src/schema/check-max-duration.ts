import type { PathMistake } from '../document/place.ts'
import { loadTimes } from './load-times.ts'
import type { GivenScenarioFile } from './scenario-file.ts'

/** Whether every scenario begins before the longest time of the load is over. */
export function checkMaxDuration({ maxDuration, scenarios }: GivenScenarioFile): readonly PathMistake[] {
  if (maxDuration === undefined) return []
  const times = loadTimes(scenarios)
  return Object.entries(scenarios).flatMap(([name, { startAfter }]): readonly PathMistake[] => {
    const startMs = times.get(name)?.startMs ?? 0
    if (startMs < maxDuration) return []
    const follows = Number.isFinite(startMs)
      ? 'would begin when `maxDuration` is over'
      : `follows a recording without a \`duration\`, which may take all of \`maxDuration\``
    return [
      {
        path: ['scenarios', name, startAfter === undefined ? 'startTime' : 'startAfter'],
        part: 'value',
        message: `\`${name}\` ${follows}`,
        wanted: 'an earlier start, or a longer `maxDuration`',
      },
    ]
  })
}
