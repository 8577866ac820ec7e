import { describe, expect, test } from 'vitest'
import type { LimitedServerPlan } from '../plan/limited-server.ts'
import { complaintsAbout, planOf } from '../testing/read.ts'

const scenarios = 'scenarios: { a: { executor: constant-vus, duration: 1s, steps: [{ get: / }] } }'

function withTopology(own: string, { server = '', target = 'mw', upstream = 'server' } = {}): string {
  return `
topology:
  ${own}
  server: { kind: limited-server, concurrency: 10, ${server} }
  mw: { kind: middleware, upstream: "${upstream}" }
target: ${target}
${scenarios}
`
}

describe('topology', () => {
  test('leaves everything on this host unless it asks for more', () => {
    const plan = planOf(withTopology(''))
    expect(plan.isolation).toBeUndefined()
    expect(plan.topology[0]).toMatchObject({ host: '127.0.0.1', addresses: 16 })
  })

  test('gives each tier and the load generator a host of its own with isolation: netns', () => {
    const hosts = 'hosts: { mw: { localPorts: [20000, 21999], timeWaitReuse: never } }'
    const plan = planOf(withTopology(`isolation: netns\n  ${hosts}`))
    expect(plan.isolation).toEqual({
      kind: 'netns',
      hosts: [
        { name: 'client', localPorts: undefined, timeWaitReuse: undefined },
        { name: 'server', localPorts: undefined, timeWaitReuse: undefined },
        { name: 'mw', localPorts: { low: 20_000, high: 21_999 }, timeWaitReuse: 'never' },
      ],
    })
    expect(plan.topology.map(({ name }) => name)).toEqual(['server', 'mw'])
    expect((plan.topology[0] as LimitedServerPlan).addresses).toBe(1)
  })

  test('lets a variant set a host’s ports', () => {
    const text = `${withTopology('isolation: netns')}variants: { few: { topology.hosts: { mw: { localPorts: [2000, 2001] } } } }`
    expect(planOf(text).isolation?.hosts[2]?.localPorts).toEqual({ low: 2000, high: 2001 })
  })

  test.each([
    ['isolation: docker', 'topology.isolation cannot be docker'],
    ['hosts: { mw: {} }', 'topology.hosts is there, but the tiers all run on this host'],
    ['isolation: netns\n  hosts: { mv: {} }', 'There is no host `mv`'],
    ['isolation: netns\n  hosts: { mw: { localPorts: [2001, 2000] } }', 'wanted: the lowest port first'],
    ['isolation: netns\n  hosts: { mw: { localPorts: [1, 2000] } }', 'wanted: a whole number from 1024 to 65535'],
    ['isolation: netns\n  hosts: { mw: { timeWaitReuse: 1 } }', 'wanted: one of never, everywhere, loopback'],
    [
      'isolation: netns\n  client: { kind: limited-server, concurrency: 1 }',
      '`client` is the name of the load generator’s host',
    ],
  ])('says what is wrong with %s', (own, complaint) => {
    expect(complaintsAbout(withTopology(own))).toContain(complaint)
  })

  test('says that no way leads out of namespaces, and that addresses there are given', () => {
    const url = 'http://127.0.0.1:1'
    const complaints = complaintsAbout(
      withTopology('isolation: netns', { target: url, upstream: url, server: 'host: 10.0.0.1' }),
    )
    expect(complaints).toContain('target cannot be a URL')
    expect(complaints).toContain('topology.mw.upstream cannot be a URL')
    expect(complaints).toContain('topology.server.host is there, but with `isolation`')
  })
})

describe('a tier’s host', () => {
  const server = (keys: string) => withTopology('', { server: keys })

  test('is an address to listen on, alone unless more are asked for', () => {
    expect(planOf(server('host: 0.0.0.0')).topology[0]).toMatchObject({ host: '0.0.0.0', addresses: 1 })
    expect(planOf(server('host: 10.0.0.1, addresses: 3')).topology[0]).toMatchObject({ host: '10.0.0.1', addresses: 3 })
  })

  test.each([
    ['host: localhost', 'wanted: an IP address of this host'],
    ['host: 0.0.0.0, addresses: 2', 'wanted: 1, unless `host` is an IPv4 address to count up from'],
    ['host: "::1", addresses: 2', 'wanted: 1, unless `host` is an IPv4 address to count up from'],
  ])('cannot be %s', (keys, complaint) => {
    expect(complaintsAbout(server(keys))).toContain(complaint)
  })
})
