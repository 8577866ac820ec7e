import type { AskedOfRecording, PlannedArrivals, RecordedLoad } from '@loadrun/plan'
import type { Random } from '@loadrun/random'
import type { RecordedLines } from './recording-scan.ts'

const secondMs = 1000

/** More stretches than these would make plans, and with them results, large. */
const mostStretches = 600

/** Lines by their times. Servers write them when a request has ended, so that few logs have theirs in order. */
export function inOrder(lines: RecordedLines): RecordedLines {
  const { times, offsets, lengths } = lines
  if (times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))) return lines
  const order = Uint32Array.from(times, (_, index) => index).sort(
    (one, other) => (times[one] ?? 0) - (times[other] ?? 0) || one - other,
  )
  const keepsPlaces = offsets.length > 0
  return {
    ...lines,
    times: Float64Array.from(order, (index) => times[index] ?? 0),
    offsets: keepsPlaces ? Float64Array.from(order, (index) => offsets[index] ?? 0) : offsets,
    lengths: keepsPlaces ? Uint32Array.from(order, (index) => lengths[index] ?? 0) : lengths,
  }
}

/** What of ordered lines is replayed: those from `first` to before `end`, from one of the recording's moments to another. */
interface Window {
  readonly originMs: number
  readonly endMs: number
  readonly first: number
  readonly end: number
}

/** Throws where no line is within. */
export function found(
  lines: RecordedLines,
  { from, speed, durationMs: askedMs, arrivals: asked }: Omit<AskedOfRecording, 'recording'>,
): Pick<RecordedLoad, 'originMs' | 'arrivals' | 'durationMs' | 'planned'> {
  const { times } = lines
  const arrivals = asked ?? (times.every((time) => time % secondMs === 0) ? 'uniform' : 'recorded')
  const originMs = originOf(lines, from)
  const durationMs = askedMs ?? toTheLastMs(times.at(-1) ?? 0, originMs, speed, arrivals)
  const window = windowOf(times, { originMs, speed, durationMs })
  if (window.first === window.end) {
    throw new Error(
      `none of its times lies in what is to be replayed; they go from ${shown(times[0], lines)} to ${shown(times.at(-1), lines)}`,
    )
  }
  // Where they lie within their second by chance makes no difference to how many there are.
  const due = dueTimes(lines, { originMs, speed, durationMs, arrivals }, () => 0.5)
  return { originMs, arrivals, durationMs, planned: plannedOf(due, durationMs, lines, times[window.first] ?? 0) }
}

/** When each arrival is due, in milliseconds of the load: for those of a window, in order. */
export function dueTimes(
  { times }: Pick<RecordedLines, 'times'>,
  load: Pick<RecordedLoad, 'originMs' | 'speed' | 'durationMs' | 'arrivals'>,
  random: Random,
): Float64Array {
  const { originMs, speed, arrivals } = load
  const window = windowOf(times, load)
  const recorded = times.subarray(window.first, window.end)
  const moved = arrivals === 'recorded' ? recorded : spread(recorded, window, arrivals, random)
  return Float64Array.from(moved, (time) => (time - originMs) / speed)
}

export function windowOf(
  times: Float64Array,
  { originMs, speed, durationMs }: Pick<RecordedLoad, 'originMs' | 'speed' | 'durationMs'>,
): Window {
  const endMs = originMs + durationMs * speed
  return { originMs, endMs, first: firstFrom(times, originMs), end: firstFrom(times, endMs) }
}

/** The place of the first time that is not before `ms`. */
function firstFrom(times: Float64Array, ms: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) < ms) low = middle + 1
    else high = middle
  }
  return low
}

/** Times of a clock begin with the first one; others are counted from the start already. */
function originOf({ times, isClock }: RecordedLines, from: AskedOfRecording['from']): number {
  const startMs = isClock ? (times[0] ?? 0) : 0
  if (from?.kind !== 'moment') return startMs + (from?.ms ?? 0)
  if (!isClock) throw new Error('its times are not those of a clock, so `from` cannot be a moment')
  return from.ms
}

/** Past the last arrival, or past the second that those of the last are spread over. */
function toTheLastMs(lastMs: number, originMs: number, speed: number, arrivals: RecordedLoad['arrivals']): number {
  const endMs = arrivals === 'recorded' ? lastMs : (Math.floor(lastMs / secondMs) + 1) * secondMs
  const elapsedMs = (endMs - originMs) / speed
  return Math.max(1, arrivals === 'recorded' ? Math.floor(elapsedMs) + 1 : Math.ceil(elapsedMs))
}

/** Puts those of each second over what of it is in the window: evenly, or by chance, as a Poisson process has them that is known to bring so many. */
function spread(recorded: Float64Array, window: Window, how: 'uniform' | 'poisson', random: Random): Float64Array {
  const moved = new Float64Array(recorded.length)
  for (let first = 0, end = 0; first < recorded.length; first = end) {
    const second = Math.floor((recorded[first] ?? 0) / secondMs)
    while (end < recorded.length && Math.floor((recorded[end] ?? 0) / secondMs) === second) end++
    const startMs = Math.max(second * secondMs, window.originMs)
    const lengthMs = Math.min((second + 1) * secondMs, window.endMs) - startMs
    const places = Float64Array.from({ length: end - first }, (_, index) =>
      how === 'uniform' ? index / (end - first) : random(),
    ).sort()
    for (const [index, place] of places.entries()) moved[first + index] = startMs + place * lengthMs
  }
  return moved
}

function plannedOf(due: Float64Array, durationMs: number, lines: RecordedLines, firstMs: number): PlannedArrivals {
  const everyMs = secondMs * Math.max(1, Math.ceil(durationMs / secondMs / mostStretches))
  const counts = countsOf(due, durationMs, everyMs)
  return {
    count: due.length,
    mostPerSecond: countsOf(due, durationMs, secondMs).reduce((most, count) => Math.max(most, count), 0),
    everyMs,
    counts: [...counts],
    recordedAt: lines.isClock ? new Date(firstMs).toISOString() : undefined,
    skippedLines: lines.skippedLines,
  }
}

function countsOf(due: Float64Array, durationMs: number, everyMs: number): Uint32Array {
  const counts = new Uint32Array(Math.max(1, Math.ceil(durationMs / everyMs)))
  for (const dueMs of due) {
    const place = Math.min(Math.floor(dueMs / everyMs), counts.length - 1)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

function shown(ms: number | undefined, { isClock }: RecordedLines): string {
  if (isClock) return new Date(ms ?? 0).toISOString()
  return `${(ms ?? 0) / secondMs} s`
}
