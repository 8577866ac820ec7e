import type { Measured } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { measuredRun } from '../testing/measured.ts'
import { descriptors } from './descriptors.ts'

/** Ten seconds of a server with a limit of 1,000, one sample a second. */
function withDescriptors(open: (second: number) => number, causes: Measured['total']['failures'] = []): Measured {
  const measured = measuredRun({ leg: Array.from({ length: 10 }, () => ({})) })
  if (!measured.sockets.observed) throw new Error('It was observed')
  return {
    ...measured,
    total: { ...measured.total, failures: causes },
    sockets: {
      ...measured.sockets,
      descriptorLimits: { client: 20_000, server: 1000 },
      samples: measured.sockets.samples.map((sample, index) => ({
        ...sample,
        descriptors: { client: 30, server: open(index + 1) },
      })),
    },
  }
}

const sentences = (measured: Measured) => descriptors(measured).map(({ sentence }) => sentence)

describe('descriptors', () => {
  test('are not worth a word while few are open', () => {
    expect(sentences(withDescriptors(() => 90))).toEqual([])
    expect(sentences(withDescriptors((second) => 100 + second))).toEqual([])
    expect(sentences(measuredRun({}))).toEqual([])
  })

  test('are told of from half of the limit on', () => {
    expect(sentences(withDescriptors(() => 500))).toEqual([
      'server had up to 500 of the 1,000 file descriptors open that it may have (50 %). Each connection holds one; ' +
        '`ulimit -n` raises the limit.',
    ])
  })

  test('have a forecast where they grow, before none is left and after', () => {
    expect(sentences(withDescriptors((second) => 30 * second))[0]).toContain(
      'up to 300 of the 1,000 file descriptors open that it may have (30 %): at the growth of the last seconds none is left in 23.3 s.',
    )
    expect(sentences(withDescriptors((second) => 100 * second))[0]).toContain('(100 %): none is left.')
  })

  test('are told of where connections could not be opened for lack of one', () => {
    const failure = {
      scenario: 'clients',
      step: 'GET /',
      cause: 'no-free-descriptor',
      status: undefined,
      text: 'EMFILE',
      fromServer: false,
      count: 7,
      firstMs: 1,
      lastMs: 2,
      samples: [],
    } as const
    expect(sentences(withDescriptors(() => 10, [failure]))).toEqual([
      'client had up to 30 of the 20,000 file descriptors open that it may have (0.2 %). 7 connections could not be ' +
        'opened for lack of one (EMFILE). Each connection holds one; `ulimit -n` raises the limit.',
    ])
  })
})
