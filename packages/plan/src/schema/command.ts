import { z } from 'zod'
import { commandHoles } from '../plan/command.ts'
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

const programForms = 'a list: the program, then its arguments'

const namesNoUpstream = 'no {{ upstream }}, because there is no `upstream` beside it'

export const command = mapping({
  kind: z.literal('command').meta({
    description: 'Any program that listens on a port, such as a proxy: loadrun starts it, watches it and stops it.',
    examples: ['command'],
  }),
  command: z
    .array(withHoles, { error: programForms })
    .min(1, { error: programForms })
    .meta({
      description:
        'The program, then its arguments. It has to stay in the foreground. In this and the other texts `{{ host }}` and ' +
        '`{{ port }}` stand for where it is to listen, `{{ upstream }}` for the upstream’s `host:port` (its first address), ' +
        '`{{ folder }}` for the folder of its files.',
      examples: [['nginx', '-c', '{{ folder }}/nginx.conf']],
    }),
  files: z
    .record(fileName, withHoles, { error: 'a mapping of texts by the name of the file' })
    .optional()
    .meta({
      description: 'Texts by name, written into a new folder first, which is removed at the end.',
      examples: [{ 'nginx.conf': 'daemon off; …' }],
    }),
  environment: z
    .record(variableName, withHoles, { error: 'a mapping of texts by the name of the variable' })
    .optional()
    .meta({ description: 'Environment variables beside those of loadrun.', examples: [{ PORT: '{{ port }}' }] }),
  upstream: bareTarget.optional().meta({
    description:
      'What it sends requests to, so that their connections are observed: a tier’s name, or an `http://` URL without a path.',
    examples: ['server'],
  }),
  host: host.optional().meta({
    description: 'The address that it is to listen on.',
    examples: ['0.0.0.0'],
    default: '127.0.0.1',
  }),
  port: port
    .optional()
    .meta({ description: 'The port that it is to listen on; a free one where it is left out.', examples: [8083] }),
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
