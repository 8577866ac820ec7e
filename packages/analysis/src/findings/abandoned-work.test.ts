import { expect, test } from 'vitest'
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
