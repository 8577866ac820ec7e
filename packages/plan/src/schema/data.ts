import { z } from 'zod'
import { mapping, oneOf, text } from './values.ts'
import { variableName } from './variables.ts'

const source = mapping({
  file: text('the path of a CSV or JSON file')
    .min(1, { error: 'the path of a CSV or JSON file' })
    .meta({
      description:
        'The path, from the scenario file, of a CSV file in UTF-8 whose first line names its columns, or of a `.json` file that holds a list.',
      examples: ['users.csv'],
    }),
  order: oneOf('sequential', 'random', 'unique')
    .optional()
    .meta({
      description:
        '`sequential`: iteration n has row n, over all worker threads, and after the last row the first comes again; `random`: any row; `unique`: each row once, and iterations for which none is left are dropped and told of.',
      examples: ['random'],
      default: 'sequential',
    }),
  delimiter: text('one character, such as ;')
    .length(1, { error: 'one character, such as ;' })
    .refine((given) => !/["\r\n]/.test(given), { error: 'one character, such as ;' })
    .optional()
    .meta({ description: 'What separates columns.', examples: [';'], default: ',' }),
})

/** Data files by the variable that holds a row of theirs. */
export const data = z.record(variableName, source, { error: 'a mapping of variables to data files' })

export type GivenData = z.output<typeof data>
