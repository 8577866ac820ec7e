import { z } from 'zod'
import { mapping, oneOf, text } from './values.ts'
import { variableName } from './variables.ts'

const source = mapping({
  file: text('the path of a CSV file').min(1, { error: 'the path of a CSV file' }),
  order: oneOf('sequential', 'random').optional(),
  delimiter: text('one character, such as ;')
    .length(1, { error: 'one character, such as ;' })
    .refine((given) => !/["\r\n]/.test(given), { error: 'one character, such as ;' })
    .optional(),
})

/** CSV files by the variable that holds a row of theirs. */
export const data = z.record(variableName, source, { error: 'a mapping of variables to CSV files' })

export type GivenData = z.output<typeof data>
