import { z } from 'zod'
import { aroundLoadKeys } from './around-load.ts'
import { data } from './data.ts'
import { scenario } from './load.ts'
import { every, observe } from './observe.ts'
import { target } from './target.ts'
import { thresholds } from './thresholds.ts'
import { topology } from './topology.ts'
import { durationAboveZero, givenName, mapping, oneOf, parsed, wholeNumber } from './values.ts'
import { variables } from './variables.ts'

export const mostWorkers = 256

const fileName = parsed(
  (given) => (/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(given) ? given : undefined),
  'a name of letters, digits, spaces, . _ and - (100 characters at most)',
)

/** A scenario file, after `--set` and a variant's changes: what the author gave, with units read and no defaults. */
export const scenarioFile = mapping(
  {
    name: fileName
      .optional()
      .meta({ description: 'Names the run in reports; the file’s name where it is left out.', examples: ['checkout'] }),
    seed: z
      .int({ error: 'a whole number' })
      .optional()
      .meta({
        description:
          'Seeds every random choice of the run, so that two runs send the same at the same planned moments.',
        examples: [42],
        default: 1,
      }),
    workers: wholeNumber(1, mostWorkers)
      .optional()
      .meta({
        description:
          'Worker threads that make the load; the processor cores where it is left out, less one where there are tiers. `--workers` overrides it.',
        examples: [2],
      }),
    pacing: oneOf('precise', 'balanced', 'economic')
      .optional()
      .meta({
        description:
          'How exactly arrivals of open loads are sent when they are due: `precise` keeps a core busy, `economic` sends in groups a millisecond apart.',
        examples: ['economic'],
        default: 'balanced',
      }),
    warmUp: durationAboveZero.optional().meta({
      description:
        'The first time of the load: what falls due in it is sent like all else, but is in no figure, threshold or comparison. It is counted by itself.',
      examples: ['10s'],
    }),
    maxDuration: durationAboveZero.optional().meta({
      description:
        'Longest time of the whole load, whatever its scenarios say: nothing begins after it, and what is under way then is interrupted and counted. A staircase ends with its last whole level.',
      examples: ['15m'],
    }),
    topology: topology.optional().meta({
      description: 'Tiers that loadrun starts, by name.',
      examples: [{ server: { kind: 'limited-server', concurrency: 100 } }],
    }),
    target: target.meta({
      description: 'Where requests go: a tier’s name, or a URL. Paths of steps are put behind the URL’s.',
      examples: ['http://127.0.0.1:3000', 'middleware'],
    }),
    vars: variables.optional().meta({
      description:
        'Variables for the expressions of every scenario, worked out at the start of each iteration, in order.',
      examples: [{ stage: 'test', order: '{{ stage }}-{{ uuid() }}' }],
    }),
    data: data.optional().meta({
      description: 'Data files by the variable that holds a row of theirs in each iteration.',
      examples: [{ users: { file: 'users.csv' } }],
    }),
    scenarios: z
      .record(givenName, scenario, { error: 'a mapping of scenarios by name' })
      .refine((given) => Object.keys(given).length > 0, { error: 'at least one scenario' })
      .meta({
        description: 'Kinds of visitors, by name; at least one.',
        examples: [
          { visitors: { executor: 'constant-arrival-rate', rate: '10/s', duration: '1m', steps: [{ get: '/' }] } },
        ],
      }),
    ...aroundLoadKeys,
    sockets: z
      .union(
        [
          z.literal(false),
          mapping({
            every: every
              .optional()
              .meta({ description: 'How often TCP states are read, from 100ms.', examples: ['500ms'], default: '1s' }),
          }),
        ],
        { error: '{ every: 1s }, or false' },
      )
      .optional()
      .meta({
        description: 'How the TCP states of sockets are observed; `false`: not at all.',
        examples: [{ every: '500ms' }, false],
      }),
    observe: observe.optional().meta({
      description: 'Hosts of your own whose sockets are observed as well, by name.',
      examples: [{ db: { nodeExporter: 'http://10.0.0.5:9100' } }],
    }),
    thresholds: thresholds.optional().meta({
      description: 'Promises that decide the outcome, by metric.',
      examples: [{ http_req_failed: 'rate < 1%', http_req_duration: ['p(95) < 500ms', 'max < 5s'] }],
    }),
  },
  'a mapping with at least `target` and `scenarios`',
  ['extends', 'environments', 'variants'],
)

export type GivenScenarioFile = z.output<typeof scenarioFile>
