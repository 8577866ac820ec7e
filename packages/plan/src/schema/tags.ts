import { z } from 'zod'
import { metrics } from '../plan.ts'
import { text } from './values.ts'

/** These say something else in thresholds. */
const taken = new Set<string>([...Object.values(metrics).flatMap(({ by }) => [...by]), 'group'])

const name = z
  .string()
  .regex(/^[A-Za-z_]\w{0,63}$/, { error: 'a name of letters, digits and _ that starts with a letter' })
  .refine((given) => !taken.has(given), { error: `a name that means nothing else: not ${[...taken].join(', ')}` })

const wanted = 'text without commas or braces, up to 100 characters'

/** Names to values that thresholds can narrow metrics down by. */
export const tags = z.record(name, text(wanted).regex(/^[^,{}]{1,100}$/, { error: wanted }), {
  error: 'a mapping of names to text',
})
