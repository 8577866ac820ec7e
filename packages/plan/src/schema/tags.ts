import { z } from 'zod'
import { metrics } from '../plan/threshold.ts'
import { outcomeTags } from '../units/metric-key.ts'
import { text } from './values.ts'

/** These say something else in thresholds. */
export const takenTags = new Set<string>([...Object.values(metrics).flatMap(({ by }) => [...by]), 'group'])

export const tagNames = /^[A-Za-z_]\w{0,63}$/

const taken = [...takenTags, ...outcomeTags]

const name = z
  .string()
  .regex(tagNames, { error: 'a name of letters, digits and _ that starts with a letter' })
  .refine((given) => !taken.includes(given), { error: `a name that means nothing else: not ${taken.join(', ')}` })

const wanted = 'text without commas or braces, up to 100 characters'

/** Names to values that thresholds can narrow metrics down by. */
export const tags = z.record(name, text(wanted).regex(/^[^,{}]{1,100}$/, { error: wanted }), {
  error: 'a mapping of names to text',
})
