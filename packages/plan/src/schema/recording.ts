import { z } from 'zod'
import { timeFormats } from '../plan/load.ts'
import { parseDurationMs } from '../units/duration.ts'
import { parseMomentMs } from '../units/moment.ts'
import { recordingFormat } from '../units/recording-format.ts'
import { durationAboveZero, oneOf, text } from './values.ts'

const aFile = 'the path of a file with recorded times'
const aMoment = 'a duration from the first time on, such as 5m, or a moment with its zone, such as 2026-11-22T10:05:00Z'

/** `ms` are since 1970, or since the first recorded time. */
export type GivenMoment = { readonly kind: 'moment' | 'after'; readonly ms: number }

const moment = text(aMoment).transform((given, context): GivenMoment => {
  const afterMs = parseDurationMs(given)
  if (afterMs !== undefined) return { kind: 'after', ms: afterMs }
  const ms = parseMomentMs(given)
  if (ms !== undefined) return { kind: 'moment', ms }
  context.addIssue({ code: 'custom', message: aMoment })
  return z.NEVER
})

/** The keys that say which recorded times are replayed, and how. */
export const recordingKeys = {
  file: text(aFile)
    .min(1, { error: aFile })
    .meta({
      description: 'The path, from the scenario file, of the file that has the times, one line for each arrival.',
      examples: ['access.log', 'arrivals.csv'],
    }),
  format: oneOf('times', 'csv', 'ndjson', 'access-log')
    .optional()
    .meta({
      description:
        '`access-log`: the common or combined format of nginx and Apache. `csv`: the first line names the columns. `ndjson`: a JSON object a line. `times`: nothing but a time a line. Where it is left out, the file’s ending tells: `.log`, `.csv`, `.ndjson` or `.jsonl`, else `times`.',
      examples: ['access-log'],
    }),
  time: text('a name')
    .min(1, { error: 'a name' })
    .optional()
    .meta({
      description:
        'The column of CSV, or the field of NDJSON, that has the time; `request.at` is the field `at` of `request`.',
      examples: ['timestamp'],
      default: 'time',
    }),
  timeFormat: oneOf(...timeFormats)
    .optional()
    .meta({
      description:
        'What times that are numbers count: since 1970 (`epoch-seconds`, `epoch-milliseconds`), or since the recording’s start. Where it is left out, the size of the first tells: from 100000000 on it is since 1970, from 100000000000 on in milliseconds. Times that are ISO 8601 or those of an access log need it not; without a zone they are taken for UTC.',
      examples: ['epoch-milliseconds'],
    }),
  delimiter: text('one character, such as ;')
    .regex(/^[^"\r\n]$/, { error: 'one character, such as ;' })
    .optional()
    .meta({ description: 'With CSV: what separates columns.', examples: [';'], default: ',' }),
  speed: z
    .number({ error: 'a number above zero, up to 1000' })
    .positive({ error: 'a number above zero, up to 1000' })
    .max(1000, { error: 'a number above zero, up to 1000' })
    .optional()
    .meta({
      description: 'How fast the recording is replayed: `2` sends in half the time, `0.5` in twice the time.',
      examples: [2],
      default: 1,
    }),
  from: moment.optional().meta({
    description:
      'Where in the recording the load begins: so long after its first time, or at a moment of its clock. What was before is left out.',
    examples: ['5m', '2026-11-22T10:05:00Z'],
  }),
  duration: durationAboveZero.optional().meta({
    description:
      'How long the load lasts, at its speed; to the last recorded time where it is left out. What is later is left out.',
    examples: ['10m'],
  }),
  onBadLine: oneOf('refuse', 'skip')
    .optional()
    .meta({
      description:
        'Lines that cannot be read: `refuse` tells them all and sends nothing, `skip` leaves them out and says how many.',
      examples: ['skip'],
      default: 'refuse',
    }),
}

export const recordedArrivals = oneOf('recorded', 'uniform', 'poisson')
  .optional()
  .meta({
    description:
      '`recorded`: at the very times. `uniform` and `poisson` spread those of one second over it, evenly or as visitors come who know nothing of one another. Where it is left out, `uniform` if all times are whole seconds, as in access logs, else `recorded`.',
    examples: ['poisson'],
  })

/** Times of the other formats stand where the format says. */
export function hasPlaceOfTimes(given: {
  readonly file: string
  readonly format?: z.output<typeof recordingKeys.format>
  readonly time?: string | undefined
}): boolean {
  const format = given.format ?? recordingFormat(given.file)
  return given.time === undefined || format === 'csv' || format === 'ndjson'
}

export const wantedPlaceOfTimes = { path: ['time'], error: 'this key only with the formats csv and ndjson' }
