import { describe, expect, test } from 'vitest'
import { measuredProxy } from '../testing/measured-proxy.ts'
import { toxics } from './toxics.ts'

const sentences = (made: Parameters<typeof measuredProxy>[0]) =>
  toxics(measuredProxy(made)).map(({ sentence }) => sentence)

describe('toxics', () => {
  test('are told with where and when they acted, and what they did to how many', () => {
    const made = {
      toxics:
        '[{ type: latency, latency: 100ms, from: 5s, to: 15s }, { type: reset_peer, stream: upstream, toxicity: 10% }, { type: down, from: 20s }]',
      wire: [
        { accepted: 60, open: 5, bytesHeld: 4096 },
        { accepted: 100, resetByToxic: 12, closedByToxic: 4, bytesDropped: 1, bytesHeld: 0 },
      ],
    }
    expect(sentences(made)).toEqual([
      'The network was made bad on purpose: wire (latency downstream, 5 s to 15 s; reset_peer upstream for 10 % of ' +
        'connections; down, 20 s on) carried 100 connections and reset 12 (12 %), closed 4 (4 %), dropped 1 byte, held up to ' +
        '4,096 bytes back at once.',
    ])
  })

  test('are told where they did nothing that is counted, and where nothing came', () => {
    const made = { toxics: '[{ type: slow_close, delay: 1s }]' }
    expect(sentences({ ...made, wire: [{ accepted: 7, ended: 7 }] })[0]).toContain(
      'carried 7 connections and did nothing to them that it counts.',
    )
    expect(sentences(made)[0]).toContain('carried 0 connections')
  })

  test('are not told of where there are none, or the proxy never reported', () => {
    expect(sentences({ wire: [{ accepted: 7 }] })).toEqual([])
    expect(sentences({ toxics: '[{ type: stall }]', wire: [] })).toEqual([])
  })
})
