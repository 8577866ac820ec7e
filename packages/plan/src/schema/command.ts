import { z } from 'zod'
import { commandHoles } from '../plan.ts'
import { host } from './host.ts'
import { bareTarget } from './target.ts'
import { mapping, port, text } from './values.ts'

const forms = `text in which {{ … }} is one of ${commandHoles.join(', ')}`

/** Text with holes in it, which are filled when the program is started. */
const withHoles = text('text').refine(
  (given) => [...given.matchAll(/\{\{(.*?)\}\}/gs)].every(([, hole = '']) => isHole(hole.trim())),
  { error: forms },
)

function isHole(name: string): boolean {
  return commandHoles.some((hole) => hole === name)
}

const fileName = z.string().regex(/^[\w-][\w.-]{0,63}$/, { error: 'the name of a file, without a folder' })

const variableName = z.string().regex(/^[A-Za-z_]\w*$/, { error: 'the name of an environment variable' })

const namesNoUpstream = 'no {{ upstream }}, because there is no `upstream` beside it'

export const command = mapping({
  kind: z.literal('command'),
  command: z
    .array(withHoles, { error: 'a list: the program, then its arguments' })
    .min(1, { error: 'a list: the program, then its arguments' }),
  files: z.record(fileName, withHoles, { error: 'a mapping of texts by the name of the file' }).optional(),
  environment: z
    .record(variableName, withHoles, { error: 'a mapping of texts by the name of the variable' })
    .optional(),
  upstream: bareTarget.optional(),
  host: host.optional(),
  port: port.optional(),
}).superRefine(({ upstream, command: words, files = {}, environment = {} }, context) => {
  if (upstream !== undefined) return
  const texts = [
    ...words.map((word, index) => [['command', index], word] as const),
    ...Object.entries(files).map(([name, given]) => [['files', name], given] as const),
    ...Object.entries(environment).map(([name, given]) => [['environment', name], given] as const),
  ]
  for (const [path, given] of texts) {
    if (!/\{\{\s*upstream\s*\}\}/.test(given)) continue
    context.addIssue({ code: 'custom', message: namesNoUpstream, path: [...path] })
  }
})

export type GivenCommand = z.output<typeof command>
