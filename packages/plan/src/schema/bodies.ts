import { z } from 'zod'
import { isTemplate } from '../expressions/parse-template.ts'
import { contentCodings } from '../plan/step.ts'
import { template, textLike } from './template.ts'
import { mapping, oneOf, text } from './values.ts'

const path = text('the path of a file, the same each time')
  .min(1, { error: 'the path of a file' })
  .refine((given) => !isTemplate(given), { error: 'a path that is the same each time: files are read before the load' })

const file = path.meta({
  description: 'The file that is sent, by its path from the scenario file.',
  examples: ['avatar.png'],
})

/** The whole body: text, or what a file holds. */
export const body = z.union([template('text; for other values use `json`'), mapping({ file })], {
  error: 'text, or { file: … }; for other values use `json`',
})

const line = text('text in one line').regex(/^[^\r\n]+$/, { error: 'text in one line' })

const filePart = mapping({
  file,
  fileName: line.optional().meta({
    description: 'What the file is called to the server; its own name where it is left out.',
    examples: ['me.png'],
  }),
  type: line
    .optional()
    .meta({ description: 'The part’s `content-type`.', examples: ['image/png'], default: 'application/octet-stream' }),
})

/** The fields of a form with files, by name. */
export const multipart = z.record(line, z.union([textLike, filePart], { error: 'text, or { file: … }' }), {
  error: 'a mapping of names to text or files',
})

export type GivenPart = z.output<typeof filePart>

const coding = oneOf(...contentCodings)
const codingForms = `one of ${contentCodings.join(', ')}, or a list of them`

/** What the body is compressed with. */
export const compress = z
  .union(
    [coding, z.array(coding, { error: codingForms }).min(1, { error: codingForms }).max(3, { error: 'at most 3' })],
    {
      error: codingForms,
    },
  )
  .transform((given) => [given].flat())
  .meta({ title: 'compress' })
