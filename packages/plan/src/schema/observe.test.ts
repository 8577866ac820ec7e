import { describe, expect, test } from 'vitest'
import { complaintsAbout, planOf } from '../testing/read.ts'

const withObserve = (observe: string, more = '') => `
target: server
topology: { server: { kind: limited-server, concurrency: 10 } }
scenarios: { a: { executor: constant-vus, duration: 1s, steps: [{ get: / }] } }
observe: ${observe}
${more}`

describe('observe', () => {
  test('is empty where nothing is said', () => {
    expect(planOf(withObserve('{}')).observe).toEqual([])
  })

  test('takes the three ways to ask a host, with the paths that are usual', () => {
    const hosts = `
  db: { nodeExporter: "http://10.0.0.5:9100" }
  web-1: { command: [ssh, web-1, ss, -tan], ports: [8080], every: 2s, timeout: 10s }
  web-2: { loadrun: "http://10.0.0.7:9465" }
  web-3: { loadrun: "https://ops.example/web-3/sockets" }
sockets: { every: 500ms }`
    expect(planOf(withObserve(hosts)).observe).toEqual([
      {
        name: 'db',
        source: { kind: 'node_exporter', url: 'http://10.0.0.5:9100/metrics' },
        ports: undefined,
        everyMs: 500,
        timeoutMs: 5000,
      },
      {
        name: 'web-1',
        source: { kind: 'command', argv: ['ssh', 'web-1', 'ss', '-tan'] },
        ports: [8080],
        everyMs: 2000,
        timeoutMs: 10_000,
      },
      {
        name: 'web-2',
        source: { kind: 'loadrun', url: 'http://10.0.0.7:9465/sockets' },
        ports: undefined,
        everyMs: 500,
        timeoutMs: 5000,
      },
      {
        name: 'web-3',
        source: { kind: 'loadrun', url: 'https://ops.example/web-3/sockets' },
        ports: undefined,
        everyMs: 500,
        timeoutMs: 5000,
      },
    ])
  })

  test.each([
    ['{ db: {} }', 'exactly one of nodeExporter, command, loadrun'],
    ['{ db: { nodeExporter: "http://a:1", command: [ss] } }', 'exactly one of nodeExporter, command, loadrun'],
    ['{ db: { nodeExporter: 10.0.0.5:9100 } }', 'the URL of a node_exporter'],
    ['{ db: { command: ss -tan } }', 'a list of the program and its arguments, such as [ssh, web-1, ss, -tan]'],
    ['{ db: { command: [] } }', 'a list of the program and its arguments'],
    ['{ db: { nodeExporter: "http://a:1", ports: [80] } }', 'no ports with nodeExporter'],
    ['{ db: { loadrun: "http://a:1", every: 10ms } }', 'a duration from 100ms'],
    ['{ db: { loadrun: "http://a:1", timeout: none } }', 'a duration above zero'],
    ['{ server: { loadrun: "http://a:1" } }', '`server` is the name of a tier'],
    ['{ client: { loadrun: "http://a:1" } }', '`client` is the name of the load generator’s host'],
    ['{ "a b": { loadrun: "http://a:1" } }', 'a name of letters, digits, - and _'],
  ])('says what is wrong with %s', (observe, complaint) => {
    expect(complaintsAbout(withObserve(observe))).toContain(complaint)
  })

  test('gives names that thresholds on sockets may use', () => {
    const threshold = 'thresholds: { "sockets{tier:db, state:TIME_WAIT}": max < 100 }'
    expect(complaintsAbout(withObserve('{ db: { loadrun: "http://a:1" } }', threshold))).toBe('')
    expect(complaintsAbout(withObserve('{ dc: { loadrun: "http://a:1" } }', threshold))).toContain(
      'There is no tier `db`',
    )
  })
})
