import type { Measured } from '@loadrun/metrics'
import type { CommandPlan, TierPlan } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import { measuredChain } from '../testing/measured-chain.ts'
import { timeoutEffect } from './abandoned-work.ts'

test('timeoutEffect tells each of a middleware’s timeouts apart', () => {
  const middleware = {
    plan: { timeoutMs: 3000, connectTimeoutMs: 500, headersTimeoutMs: 1000 },
    samples: [{ upstreamRequests: 100, upstreamTimeouts: 17 }],
    upstreamFailures: [
      { cause: 'connect-timeout', text: 'no connection to the upstream stood within 500 ms', count: 2 },
      { cause: 'headers-timeout', text: 'upstream did not begin to answer within 1000 ms', count: 5 },
      { cause: 'timeout', text: 'upstream did not answer within 3000 ms', count: 10 },
    ] as const,
  }
  const worksOn = ' server works on when its client goes, so none of them freed its slot any earlier.'
  expect(
    timeoutEffect(measuredChain({ server: { accepted: 98, rejected: 0 }, middleware })).map(({ sentence }) => sentence),
  ).toEqual([
    `middleware’s timeout of 3 s ended 10 of 100 upstream requests (10 %).${worksOn}`,
    'middleware’s timeout for connecting of 500 ms ended 2 of 100 upstream requests (2 %).',
    `middleware’s timeout for the head of an answer of 1 s ended 5 of 100 upstream requests (5 %).${worksOn}`,
  ])
})

describe('timeoutEffect looks for the slots at the end of the chain', () => {
  const front = { plan: { timeoutMs: 1000 }, samples: [{ upstreamRequests: 100, upstreamTimeouts: 10 }] }
  const ended = 'front’s timeout of 1 s ended 10 of 100 upstream requests (10 %).'
  const gives = { accepted: 90, rejected: 0, plan: { onDisconnect: 'abort' } } as const
  const works = { accepted: 90, rejected: 0, plan: { onDisconnect: 'continue' } } as const
  const cancelling = (onClientDisconnect: boolean) => ({
    plan: { cancel: { siblings: false, onClientDisconnect } },
    samples: [{ upstreamRequests: 100 }],
  })
  const sentences = (measured: Measured) => timeoutEffect(measured).map(({ sentence }) => sentence)

  test('past a middleware that goes on', () => {
    expect(sentences(measuredChain({ server: gives, back: cancelling(false), front }))).toEqual([
      `${ended} back goes on when its client goes, so none of them freed its slot of server any earlier.`,
    ])
  })

  test('past a middleware that cancels', () => {
    expect(sentences(measuredChain({ server: gives, back: cancelling(true), front }))).toEqual([
      `${ended} server gives up a request when its client goes, so each of them freed its slot at once.`,
    ])
  })

  test.each([
    [gives, 'gives up a request when its client goes, so each of them freed its slot if proxy passed that on.'],
    [works, 'works on when its client goes, so none of them freed its slot any earlier.'],
  ])('past a command, which does as it is made to', (server, effect) => {
    expect(sentences(withCommandBefore('server', measuredChain({ server, front })))).toEqual([
      `${ended} server ${effect}`,
    ])
  })
})

/** The same run with a program between a server and those that send to it. */
function withCommandBefore(server: string, measured: Measured): Measured {
  const upstream = { kind: 'tier', tier: server } as const
  const proxy: CommandPlan = {
    kind: 'command',
    name: 'proxy',
    command: ['proxy'],
    files: {},
    environment: {},
    upstream,
    host: '127.0.0.1',
    port: undefined,
  }
  const topology = measured.plan.topology.map((tier) =>
    'upstream' in tier ? ({ ...tier, upstream: { kind: 'tier', tier: 'proxy' } } as TierPlan) : tier,
  )
  return { ...measured, plan: { ...measured.plan, topology: [...topology, proxy] } }
}
