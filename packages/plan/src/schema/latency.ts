import type { Distribution } from '@loadrun/random'
import { z } from 'zod'
import type { LatencyPlan } from '../plan/limited-server.ts'
import { duration, durationAboveZero, mapping, withOneOf } from './values.ts'

const durationPair = (error: string) => z.tuple([duration, duration], { error })

const uniform = durationPair('two durations, [shortest, longest]').refine(([lowMs, highMs]) => lowMs <= highMs, {
  error: 'the shorter duration first',
})

const lognormal = z.tuple([durationAboveZero, z.number({ error: 'a number' }).min(0, { error: 'a number from 0' })], {
  error: 'a median and the standard deviation of the logarithm, [80ms, 0.5]',
})

const weight = z.number({ error: 'a number above zero' }).positive({ error: 'a number above zero' })

const simple = {
  fixed: duration.optional().meta({ description: 'The same each time.', examples: ['200ms'] }),
  uniform: uniform
    .optional()
    .meta({ description: 'Anything between the two, each as likely.', examples: [['100ms', '300ms']] }),
  exponential: durationAboveZero
    .optional()
    .meta({ description: 'An exponential distribution with this mean.', examples: ['100ms'] }),
  normal: durationPair('a mean and a standard deviation, [500ms, 50ms]')
    .optional()
    .meta({
      description: 'A normal distribution: mean and standard deviation; below zero counts as zero.',
      examples: [['500ms', '50ms']],
    }),
  lognormal: lognormal.optional().meta({
    description: 'A lognormal distribution: median, and standard deviation of the logarithm.',
    examples: [['80ms', 0.5]],
  }),
}

const simpleKinds = Object.keys(simple)

type GivenSimple = z.output<z.ZodObject<typeof simple>>

const part = withOneOf(
  simpleKinds,
  mapping({
    weight: weight.meta({
      description: 'How often this part is taken, beside the weights of the others.',
      examples: [9],
    }),
    ...simple,
  }),
)

const mixture = z
  .array(part, { error: 'a list of { weight, … }' })
  .min(1, { error: 'at least one { weight, … }' })
  .transform(
    (parts): Distribution => ({
      kind: 'mixture',
      parts: parts.map((each) => ({ weight: each.weight, of: simpleDistribution(each) })),
    }),
  )

const anyDistribution = {
  ...simple,
  mixture: mixture.optional().meta({
    description: 'One of several, in proportion to the weights.',
    examples: [
      [
        { weight: 9, fixed: '1s' },
        { weight: 1, uniform: ['3s', '5s'] },
      ],
    ],
  }),
}
const anyKinds = Object.keys(anyDistribution)

type GivenDistribution = z.output<z.ZodObject<typeof anyDistribution>>

const distributionForms =
  'a duration such as 200ms, a distribution such as { uniform: [100ms, 300ms] }, or a list of { weight, … }'

/** How long something takes: the same each time, drawn from a distribution, or from a mixture of them. */
export const distribution = z
  .union(
    [
      duration.transform((ms): Distribution => ({ kind: 'fixed', ms })),
      withOneOf(anyKinds, mapping(anyDistribution)).transform(distributionOf),
      mixture,
    ],
    { error: distributionForms },
  )
  .meta({ title: 'distribution', id: 'distribution' })

const phase = withOneOf(
  anyKinds,
  mapping({
    from: duration.meta({
      description: 'When this phase begins, from the load’s start; the first with 0s.',
      examples: ['20s'],
    }),
    ...anyDistribution,
  }),
).transform((given) => ({
  fromMs: given.from,
  distribution: distributionOf(given),
}))

const profile = z
  .array(phase, { error: 'a list of { from, … }' })
  .min(1, { error: 'at least one { from, … }' })
  .superRefine((phases, context) => {
    for (const [index, { fromMs }] of phases.entries()) {
      const before = phases[index - 1]
      if (before === undefined ? fromMs === 0 : fromMs > before.fromMs) continue
      const message =
        before === undefined ? '0s for the first: it starts with the load' : 'a later moment than the one before'
      context.addIssue({ code: 'custom', path: [index, 'from'], message })
    }
  })

const latencyKinds = [...anyKinds, 'profile']

/** A distribution, or a profile of several in turn. */
export const latency = z
  .union(
    [
      duration.transform((ms) => constant({ kind: 'fixed', ms })),
      withOneOf(
        latencyKinds,
        mapping({
          ...anyDistribution,
          profile: profile.optional().meta({
            description: 'One distribution after another; the last stays.',
            examples: [
              [
                { from: '0s', fixed: '100ms' },
                { from: '20s', fixed: '2s' },
              ],
            ],
          }),
        }),
      ).transform(
        (given): LatencyPlan => (given.profile ? { phases: given.profile } : constant(distributionOf(given))),
      ),
      mixture.transform(constant),
    ],
    { error: `${distributionForms}, or { profile: … }` },
  )
  .meta({ title: 'latency', id: 'latency' })

function constant(only: Distribution): LatencyPlan {
  return { phases: [{ fromMs: 0, distribution: only }] }
}

function distributionOf(given: GivenDistribution): Distribution {
  return given.mixture ?? simpleDistribution(given)
}

function simpleDistribution({ fixed, uniform, exponential, normal, lognormal }: GivenSimple): Distribution {
  if (uniform) return { kind: 'uniform', lowMs: uniform[0], highMs: uniform[1] }
  if (exponential !== undefined) return { kind: 'exponential', meanMs: exponential }
  if (normal) return { kind: 'normal', meanMs: normal[0], deviationMs: normal[1] }
  if (lognormal) return { kind: 'lognormal', medianMs: lognormal[0], sigma: lognormal[1] }
  return { kind: 'fixed', ms: fixed ?? 0 }
}
