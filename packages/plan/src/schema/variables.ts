import { z } from 'zod'
import { value } from './template.ts'

export const variableName = z
  .string()
  .regex(/^[A-Za-z_]\w{0,63}$/, {
    error: 'a name of letters, digits and _ that starts with a letter (64 characters at most)',
  })
  .refine((name) => !['env', 'true', 'false', 'null'].includes(name), { error: 'a name that means nothing else' })

/** Values by name, for expressions in steps to use. */
export const variables = z.record(variableName, value, { error: 'a mapping of variables by name' })
