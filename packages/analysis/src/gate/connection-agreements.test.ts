import { describe, expect, test } from 'vitest'
import { measuredProxy, type ProxyMade } from '../testing/measured-proxy.ts'
import { connectionAgreements, proxyAgreements } from './connection-agreements.ts'

const sound: ProxyMade = {
  middleware: { upstreamConnections: 20, upstreamRequests: 30, upstreamSent: 30 },
  wire: [
    { accepted: 20, upstreamConnections: 19, upstreamFailed: 1, ended: 12, passedReset: 3, resetByToxic: 2, open: 2 },
  ],
  server: { accepted: 15, rejected: 4 },
}

function told(made: ProxyMade): readonly string[] {
  const measured = measuredProxy(made)
  return [...connectionAgreements(measured), ...proxyAgreements(measured)].map(
    ({ what, left, right, agrees }) =>
      `${what}: ${left.count} ${left.counted}, ${right.count} ${right.counted}: ${agrees}`,
  )
}

describe('connectionAgreements() and proxyAgreements()', () => {
  test('set what was opened on the legs into and out of a proxy beside what was taken there', () => {
    expect(told(sound)).toEqual([
      'Connections from wire to server: 19 opened by wire, 19 taken by server: true',
      'Connections from middleware to wire: 20 opened by middleware, 20 taken by wire: true',
      'Ends of the connections that wire accepted: 20 accepted, 20 ended in some way or still open: true',
    ])
  })

  test('find a connection that is missing', () => {
    const [wire] = sound.wire ?? []
    expect(told({ ...sound, wire: [{ ...wire, accepted: 19 }] }).filter((one) => one.endsWith('false'))).toEqual([
      'Connections from middleware to wire: 20 opened by middleware, 19 taken by wire: false',
      'Ends of the connections that wire accepted: 19 accepted, 20 ended in some way or still open: false',
    ])
  })

  test('allow for connections that were given up while they were made, and for no more', () => {
    const middleware = { upstreamConnections: 18, upstreamRequests: 30, upstreamSent: 28 }
    expect(told({ ...sound, middleware })[1]).toBe(
      'Connections from middleware to wire: 20 opened by middleware, or given up while it was made, 20 taken by wire: true',
    )
    expect(told({ ...sound, middleware: { ...middleware, upstreamSent: 29 } })[1]).toMatch(/: false$/)
  })

  test('say nothing of a proxy that goes down: the kernel resets what nobody counts', () => {
    const made = { ...sound, toxics: '[{ type: down, from: 1s, to: 2s }]' }
    expect(told(made).filter((one) => one.includes('to wire'))).toEqual([])
  })
})
