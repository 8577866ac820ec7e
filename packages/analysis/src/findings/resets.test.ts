import type { Measured } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { measuredRun } from '../testing/measured.ts'
import { resets } from './resets.ts'

/** 1,000 connections to the server, of which so many left TIME_WAIT and so many are open at the end. */
function measuredWith(timeWait: number, open: number): Measured {
  return measuredRun({
    server: [{ accepted: 800, rejected: 200 }],
    leg: [
      { from: {}, to: {} },
      { from: { TIME_WAIT: timeWait, ESTABLISHED: open }, to: { ESTABLISHED: open } },
    ],
  })
}

const sentences = (measured: Measured) => resets(measured).map(({ sentence }) => sentence)

function withCounters(measured: Measured, counters: Readonly<Record<string, number>>, host?: string): Measured {
  if (!measured.sockets.observed) return measured
  const samples = measured.sockets.samples.map((sample, index) =>
    index === 0
      ? sample
      : { ...sample, counters, ...(host === undefined ? {} : { hosts: { client: {}, [host]: counters } }) },
  )
  return { ...measured, sockets: { ...measured.sockets, samples } }
}

describe('resets', () => {
  test('are told where connections went without TIME_WAIT', () => {
    expect(sentences(measuredWith(300, 100))).toEqual([
      'middleware → server: about 600 of 900 connections that ended (66.7 %) left no TIME_WAIT at either end: a reset ' +
        '(RST) ended them, not a close in order (FIN).',
    ])
  })

  test('are not told where closes left TIME_WAIT, or its ports were taken over', () => {
    expect(sentences(measuredWith(990, 10))).toEqual([])
    expect(sentences(measuredWith(900, 5))).toEqual([])
    expect(sentences(withCounters(measuredWith(300, 100), { 'TcpExt.TWRecycled': 590 }))).toEqual([])
  })

  test('come with what the other end saw and the kernel counted', () => {
    const failure = {
      cause: 'reset',
      status: undefined,
      text: 'ECONNRESET',
      count: 450,
      firstMs: 1,
      lastMs: 2,
    } as const
    const measured = measuredWith(300, 100)
    const seen = {
      ...measured,
      tiers: measured.tiers.map((tier) =>
        tier.kind === 'middleware' ? { ...tier, upstreamFailures: [failure] } : tier,
      ),
    }
    const [sentence] = sentences(
      withCounters(seen, { 'TcpExt.TCPAbortOnClose': 580, 'TcpExt.TCPAbortOnData': 20 }, 'server'),
    )
    expect(sentence).toContain('middleware saw 450 of them as failed requests, reset by server.')
    expect(sentence).toContain(
      'The kernel of server reset 580 connections because a program closed them with data unread (TCPAbortOnClose).',
    )
    expect(sentence).not.toContain('TCPAbortOnData')
  })
})
