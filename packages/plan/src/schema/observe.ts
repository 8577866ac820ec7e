import { z } from 'zod'
import { parseDurationMs } from '../units/duration.ts'
import { parseHttpUrl } from './target.ts'
import { durationAboveZero, givenName, mapping, parsed, port, text, withOneOf } from './values.ts'

const shortestObservationMs = 100

/** How often to look. */
export const every = parsed((given) => {
  const ms = parseDurationMs(given)
  return ms !== undefined && ms >= shortestObservationMs ? ms : undefined
}, 'a duration from 100ms, such as 1s')

/** A whole URL, its path included; without one, the one that is usual there. */
const urlOf = (usualPath: string, wanted: string) =>
  parsed((given) => {
    const url = parseHttpUrl(given)
    if (url === undefined) return undefined
    return url.pathname === '/' && url.search === '' ? `${url.origin}${usualPath}` : url.href
  }, wanted)

const commandForms = 'a list of the program and its arguments, such as [ssh, web-1, ss, -tan]'

const sources = {
  nodeExporter: urlOf('/metrics', 'the URL of a node_exporter, such as http://10.0.0.5:9100/metrics')
    .optional()
    .meta({
      description:
        'The URL of its node_exporter; without a path, `/metrics`. It tells of all sockets of the host together.',
      examples: ['http://10.0.0.5:9100'],
    }),
  command: z
    .array(text(commandForms).min(1, { error: commandForms }), { error: commandForms })
    .min(1, { error: commandForms })
    .max(100, { error: commandForms })
    .optional()
    .meta({
      description:
        'A program and its arguments, run for each look without a shell, that prints what `ss -tan`, `netstat -an` or `/proc/net/tcp` have.',
      examples: [['ssh', 'web-1', 'ss', '-tan']],
    }),
  loadrun: urlOf('/sockets', 'the URL that `loadrun sockets --serve` tells on that host, such as http://10.0.0.5:9465')
    .optional()
    .meta({
      description: 'The URL of `loadrun sockets --serve` on that host; without a path, `/sockets`.',
      examples: ['http://10.0.0.7:9465'],
    }),
}

const host = withOneOf(
  Object.keys(sources),
  mapping({
    ...sources,
    ports: z
      .array(port, { error: 'a list of ports, such as [8080]' })
      .min(1, { error: 'at least one port' })
      .optional()
      .meta({
        description: 'Only sockets with one of these ports at either end; all of the host where it is left out.',
        examples: [[8080]],
      }),
    every: every.optional().meta({
      description: 'How often the host is asked, from 100ms; as often as `sockets.every` says where it is left out.',
      examples: ['2s'],
    }),
    timeout: durationAboveZero.optional().meta({
      description: 'A look that takes longer is given up, and counts as missing.',
      examples: ['10s'],
      default: '5s',
    }),
  }),
).refine(({ nodeExporter, ports }) => nodeExporter === undefined || ports === undefined, {
  path: ['ports'],
  error: 'no ports with nodeExporter, which tells of all sockets of the host together',
})

/** Hosts of the user's own, by name. */
export const observe = z.record(givenName, host, { error: 'a mapping of hosts by name' })

export type GivenObserve = z.output<typeof observe>
