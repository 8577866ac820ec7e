import { z } from 'zod'
import { parseDurationMs } from '../units/duration.ts'
import { data } from './data.ts'
import { scenario } from './load.ts'
import { target } from './target.ts'
import { thresholds } from './thresholds.ts'
import { topology } from './topology.ts'
import { givenName, mapping, parsed, wholeNumber } from './values.ts'
import { variables } from './variables.ts'

export const mostWorkers = 256

const fileName = parsed(
  (given) => (/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(given) ? given : undefined),
  'a name of letters, digits, spaces, . _ and - (100 characters at most)',
)

const shortestObservationMs = 100
const every = parsed((given) => {
  const ms = parseDurationMs(given)
  return ms !== undefined && ms >= shortestObservationMs ? ms : undefined
}, 'a duration from 100ms, such as 1s')

/** A scenario file, after `--set` and a variant's changes: what the author gave, with units read and no defaults. */
export const scenarioFile = mapping(
  {
    name: fileName.optional(),
    seed: z.int({ error: 'a whole number' }).optional(),
    workers: wholeNumber(1, mostWorkers).optional(),
    topology: topology.optional(),
    target,
    vars: variables.optional(),
    data: data.optional(),
    scenarios: z
      .record(givenName, scenario, { error: 'a mapping of scenarios by name' })
      .refine((given) => Object.keys(given).length > 0, { error: 'at least one scenario' }),
    sockets: z
      .union([z.literal(false), mapping({ every: every.optional() })], { error: '{ every: 1s }, or false' })
      .optional(),
    thresholds: thresholds.optional(),
  },
  'a mapping with at least `target` and `scenarios`',
  ['variants'],
)

export type GivenScenarioFile = z.output<typeof scenarioFile>
