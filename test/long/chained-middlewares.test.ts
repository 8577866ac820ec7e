import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MiddlewareObservation, RunResult } from '../../packages/metrics/src/index.ts'
import { type CommandEnd, loadrun, newFolder } from '../support/loadrun.ts'

const limitText = 'The connection cannot be served because Server.Concurrency limit exceeded'

let folder: string
let end: CommandEnd
let result: RunResult

beforeAll(async () => {
  folder = await newFolder()
  end = await loadrun(['test/scenarios/chained-middlewares.yaml', '--out', folder])
  result = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function middleware(name: string): MiddlewareObservation {
  const tier = result.tiers.find((candidate) => candidate.name === name)
  if (tier?.kind !== 'middleware') throw new Error(`There is no middleware ${name}: ${end.stderr}`)
  return tier
}

describe('a chain of two middlewares before a server at its limit', () => {
  test('passes the server’s message on unchanged, to the client', () => {
    const refusals = result.total.failures.filter(({ text }) => text === limitText)
    expect(refusals.map(({ status }) => status)).toEqual([502])
    expect(middleware('outer').upstreamFailures).toMatchObject([{ cause: 'status', status: 502, text: limitText }])
    expect(middleware('inner').upstreamFailures).toMatchObject([{ cause: 'status', status: 503, text: limitText }])
  })

  test('shows the message once, with every place that saw it', () => {
    const shown = end.stdout.slice(end.stdout.indexOf('WHAT FAILED'), end.stdout.indexOf('FINDINGS'))
    expect(shown.split(limitText).length).toBe(2)
    for (const place of ['client', 'outer', 'inner', 'server']) {
      expect(shown).toMatch(new RegExp(`^\\s+${place} .*(status 50[23])`, 'm'))
    }
  })

  test('counts alike at every leg', () => {
    const { agreements } = result.judgement
    expect(agreements.filter(({ agrees }) => !agrees)).toEqual([])
    expect(agreements.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'Requests from the clients to outer',
        'Requests that outer sends on',
        'Requests from outer to inner',
        'Requests that inner sends on',
        "Refusals at server's limit",
        'Connections from inner to server',
      ]),
    )
  })

  test('has a leg for each hop', () => {
    if (!result.sockets.observed) throw new Error(`sockets were not observed: ${result.sockets.reason}`)
    const legs = result.sockets.legs.map(({ name }) => name).sort()
    expect(legs).toEqual(['client → outer', 'inner → server', 'outer → inner'])
  })

  test('tells what retries made of the requests', () => {
    const finding = result.judgement.findings.find(({ id }) => id === 'retry-amplification')
    expect(finding?.sentence).toMatch(/^inner sent /)
    expect(middleware('inner').samples.at(-1)?.counts.retries).toBe(finding?.figures.retries)
  })
})
