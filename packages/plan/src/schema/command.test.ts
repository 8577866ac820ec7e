import { describe, expect, test } from 'vitest'
import { complaintsAbout, planOf } from '../testing/read.ts'

function withCommand(keys: string): string {
  return `topology: { s: { kind: limited-server, concurrency: 1 }, c: { kind: command, ${keys} } }\ntarget: c\nscenarios: { a: { executor: constant-vus, duration: 1s, steps: [{ get: / }] } }`
}

describe('a command', () => {
  test('has its texts as they are written, and comes after its upstream', () => {
    const { topology } = planOf(
      withCommand("upstream: s, port: 80, command: [run, '{{ port }}'], files: { a.conf: '$x {{upstream}}' }"),
    )
    expect(topology.map(({ name }) => name)).toEqual(['s', 'c'])
    expect(topology[1]).toEqual({
      kind: 'command',
      name: 'c',
      command: ['run', '{{ port }}'],
      files: { 'a.conf': '$x {{upstream}}' },
      environment: {},
      upstream: { kind: 'tier', tier: 's' },
      host: '127.0.0.1',
      port: 80,
    })
  })

  test.each([
    ["command: [run, '{{ prot }}']", 'text in which {{ … }} is one of host, port, folder, upstream'],
    ["command: [run, '{{ upstream }}']", 'no {{ upstream }}, because there is no `upstream` beside it'],
    ["command: [run], files: { a: '{{upstream}}' }", 'no {{ upstream }}'],
    ['command: []', 'a list: the program, then its arguments'],
    ['command: run --fast', 'a list: the program, then its arguments'],
    ["command: [run], files: { ../a: '' }", 'the name of a file, without a folder'],
    ["command: [run], environment: { 1A: '' }", 'the name of an environment variable'],
    ['command: [run], upstream: http://127.0.0.1/path', 'without a path'],
  ])('cannot be %s', (keys, wanted) => {
    expect(complaintsAbout(withCommand(keys))).toContain(wanted)
  })
})
