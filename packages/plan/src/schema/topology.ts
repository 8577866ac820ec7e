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
  localPorts: portRange.optional(),
  timeWaitReuse: oneOf('never', 'everywhere', 'loopback').optional(),
})

const ownKeys = {
  isolation: oneOf('netns').optional(),
  hosts: z.record(givenName, host, { error: 'a mapping of settings by the name of a tier, or client' }).optional(),
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
