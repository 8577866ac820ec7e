import { groupedText, significantText } from './number.ts'

/** A duration with the unit that suits its size: `0.42 ms`, `312 ms`, `4.98 s`, `1 min 15 s`, `2 h 5 min`. */
export function durationText(ms: number): string {
  const size = Math.abs(ms)
  if (size < 999.5) return `${significantText(ms)} ms`
  if (size < 59_950) return `${groupedText(ms / 1000, size < 9_995 ? 2 : 1)} s`
  return `${ms < 0 ? '-' : ''}${longText(size)}`
}

/** A moment or a whole duration of a run, for people: `8 s`, `1 min 15 s`. Tenths below ten seconds. */
export function momentText(ms: number): string {
  if (Math.abs(ms) < 9_950) return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`
  if (Math.abs(ms) < 59_500) return `${Math.round(ms / 1000)} s`
  return `${ms < 0 ? '-' : ''}${longText(Math.abs(ms))}`
}

/** As a clock shows it: `1:15`, `1:02:05`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  if (minutes < 60) return `${minutes}:${twoDigits(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`
}

function longText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const parts =
    seconds < 3600
      ? ([
          [Math.floor(seconds / 60), 'min'],
          [seconds % 60, 's'],
        ] as const)
      : ([
          [Math.floor(seconds / 3600), 'h'],
          [Math.floor((seconds % 3600) / 60), 'min'],
        ] as const)
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}
