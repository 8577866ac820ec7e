import { z } from 'zod'
import { always, mapping, oneOf, text } from './values.ts'
import { variableName } from './variables.ts'

const fileForms = 'the path of a CSV, JSON or NDJSON file'
const columnForms = 'a list of names, such as [id, name]'

const source = mapping({
  file: text(fileForms)
    .min(1, { error: fileForms })
    .meta({
      description:
        'The path, from the scenario file, of a CSV file in UTF-8 (RFC 4180) whose first line names its columns, of a `.json` file that holds a list, or of an `.ndjson` or `.jsonl` file of which each line is JSON.',
      examples: ['users.csv'],
    }),
  order: oneOf('sequential', 'random', 'unique', 'per-vu')
    .optional()
    .meta({
      description:
        '`sequential`: iteration n has row n, over all worker threads, and after the last row the first comes again; `random`: any row; `unique`: each row once, and iterations for which none is left are dropped and told of; `per-vu`: a row for each user, which no other has, in all of his iterations, and users for whom none is left do nothing and are told of.',
      examples: ['random'],
      default: 'sequential',
    }),
  delimiter: text('one character, such as ;')
    .length(1, { error: 'one character, such as ;' })
    .refine((given) => !/["\r\n]/.test(given), { error: 'one character, such as ;' })
    .optional()
    .meta({ description: 'What separates columns.', examples: [';'], default: ',' }),
  columns: z
    .array(text('a name').min(1, { error: 'a name' }), { error: columnForms })
    .min(1, { error: columnForms })
    .max(1000, { error: 'at most 1000 names' })
    .refine((names) => new Set(names).size === names.length, { error: 'each name once' })
    .optional()
    .meta({
      description: 'The names of the columns of a CSV file that has no line with them.',
      examples: [['id', 'name']],
    }),
  skipHeader: z
    .boolean({ error: 'true or false' })
    .optional()
    .meta({
      description: 'With `columns`: passes over the first line, which has other names.',
      examples: [true],
      default: false,
    }),
})
  .refine(({ skipHeader, columns }) => skipHeader !== true || columns !== undefined, {
    ...always,
    path: ['skipHeader'],
    error: '`columns` beside it; without them the first line names the columns',
  })
  .refine(({ file, columns }) => columns === undefined || !isOfJson(file), {
    ...always,
    path: ['columns'],
    error: 'a CSV file: JSON has names of its own',
  })

/** Data files by the variable that holds a row of theirs. */
export const data = z.record(variableName, source, { error: 'a mapping of variables to data files' })

export type GivenData = z.output<typeof data>

function isOfJson(file: unknown): boolean {
  return typeof file === 'string' && /\.(json|ndjson|jsonl)$/i.test(file)
}
