import { parseMomentMs, type TimeFormat } from '@loadrun/plan'

/** A recorded time: milliseconds since 1970, or since the recording's start. */
interface RecordedTime {
  readonly ms: number
  /** Whether they are since 1970. */
  readonly isClock: boolean
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** As access logs have it: `22/Nov/2026:10:00:00 +0000`, and with a fraction of the second. */
const logTime = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}(?:\.\d+)?) ?([+-]\d{4})?$/
const number = /^\d+(\.\d+)?$/

/** From here on numbers are taken for seconds since 1970, and from there on for milliseconds: both in 1973. */
const [leastSeconds, leastMilliseconds] = [1e8, 1e11]

const unitMs: Readonly<Record<TimeFormat, number>> = {
  'epoch-seconds': 1000,
  'epoch-milliseconds': 1,
  seconds: 1000,
  milliseconds: 1,
}

/** Reads times that are all written alike; of numbers that nobody says anything of, the first tells what they count. */
export function timeReader(given: TimeFormat | undefined): (text: string) => RecordedTime | undefined {
  let format = given
  let last: { text: string; time: RecordedTime | undefined } | undefined
  const read = (text: string) => {
    if (!number.test(text)) {
      const ms = parseMomentMs(text) ?? parseLogTimeMs(text)
      return ms === undefined ? undefined : { ms, isClock: true }
    }
    const value = Number(text)
    format ??= formatOf(value)
    // Parts of a microsecond are only what decimal numbers lose as binary ones.
    return { ms: Math.round(value * unitMs[format] * 1000) / 1000, isClock: format.startsWith('epoch') }
  }
  return (text) => {
    // Logs have the same second again and again.
    if (last?.text !== text) last = { text, time: read(text) }
    return last.time
  }
}

function formatOf(first: number): TimeFormat {
  if (first >= leastMilliseconds) return 'epoch-milliseconds'
  return first >= leastSeconds ? 'epoch-seconds' : 'seconds'
}

function parseLogTimeMs(text: string): number | undefined {
  const found = logTime.exec(text)
  if (found === null) return undefined
  const [, day, name = '', year, time, zone = 'Z'] = found
  const month = String(months.indexOf(name) + 1).padStart(2, '0')
  return parseMomentMs(`${year}-${month}-${day}T${time}${zone}`)
}
