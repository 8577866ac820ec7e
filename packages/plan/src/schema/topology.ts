import { z } from 'zod'
import { tier } from './tier.ts'
import { givenName, mapping, oneOf, wholeNumber } from './values.ts'

/** The kernel takes no range that reaches below the ports it keeps for root. */
const port = wholeNumber(1024, 65_535)

const portRange = z
  .tuple([port, port], { error: 'the lowest and the highest port, such as [20000, 21999]' })
  .refine(([low, high]) => low <= high, { error: 'the lowest port first, such as [20000, 21999]' })
  .transform(([low, high]) => ({ low, high }))

const host = mapping({
  localPorts: portRange.optional().meta({
    description:
      'The lowest and highest local port for its outgoing connections (`ip_local_port_range`); the kernel’s where it is left out.',
    examples: [[20000, 21999]],
  }),
  timeWaitReuse: oneOf('never', 'everywhere', 'loopback')
    .optional()
    .meta({
      description:
        'Whether a connection may take over a port in TIME_WAIT (`tcp_tw_reuse`); as the kernel has it where it is left out.',
      examples: ['never'],
    }),
})

const ownKeys = {
  isolation: oneOf('netns')
    .optional()
    .meta({
      description:
        '`netns` (Linux, root): a network namespace for each tier and for the load generator, as if each were a host.',
      examples: ['netns'],
    }),
  hosts: z
    .record(givenName, host, { error: 'a mapping of settings by the name of a tier, or client' })
    .optional()
    .meta({
      description:
        'What is set on these hosts, by the tier’s name; the load generator’s is `client`. With `isolation` only.',
      examples: [{ client: { localPorts: [20000, 21999] } }],
    }),
}

/** Keys of `topology` that are no tiers. */
export const topologyKeys: readonly string[] = Object.keys(ownKeys)

/** The tiers by name, and what they run on. */
export const topology = z
  .object(ownKeys, { error: 'a mapping of tiers by name' })
  .catchall(tier)
  .superRefine((given, context) => {
    for (const name of Object.keys(given)) {
      const { error } = givenName.safeParse(name)
      if (error === undefined) continue
      context.addIssue({ code: 'invalid_key', origin: 'record', issues: error.issues, input: name, path: [name] })
    }
  })
  .transform(({ isolation, hosts, ...tiers }) => ({ isolation, hosts, tiers }))

export type GivenTopology = z.output<typeof topology>
