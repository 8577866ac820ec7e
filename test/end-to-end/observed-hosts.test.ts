import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { type CommandEnd, loadrun, newFolder, startLoadrun } from '../support/loadrun.ts'
import { schemaProblems } from '../support/result-schema.ts'

let folder: string
let end: CommandEnd
let result: RunResult

beforeAll(async () => {
  folder = await newFolder()
  const served = startLoadrun(['sockets', '--serve', '127.0.0.1:0'])
  const [url] = await served.said(/http:\S+(?=\s)/)
  end = await loadrun([
    'test/scenarios/observed-hosts.yaml',
    '--set',
    `observe.served={ loadrun: ${JSON.stringify(url)}, every: 500ms }`,
    '--out',
    folder,
  ])
  served.child.kill('SIGTERM')
  expect((await served.ended).exitCode).toBe(0)
  result = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const host = (name: string) => {
  const found = result.hosts?.find((each) => each.name === name)
  if (found === undefined) throw new Error(`${name} was not observed`)
  return found
}

describe('loadrun on hosts of the user’s own', () => {
  test.each(['here', 'served'])('sees the sockets that the tiers’ observer sees, through %s', (name) => {
    const { samples } = result.sockets.observed ? result.sockets : { samples: [] }
    const atEnd = samples.at(-1)?.legs['client → server']?.to.TIME_WAIT ?? 0
    expect(atEnd).toBeGreaterThan(50)
    const last = host(name).samples.at(-1)
    expect(last?.states.TIME_WAIT).toBeGreaterThan(50)
    expect(last?.ends?.in.TIME_WAIT).toBeGreaterThan(50)
  })

  test('is written as the schema of results says', () => {
    expect(schemaProblems(result)).toEqual([])
  })

  test('has kernel counters of a host where loadrun tells them', () => {
    expect(host('served').samples.at(-1)?.counters['Tcp.PassiveOpens']).toBeGreaterThan(50)
  })

  test('says at once, in the findings, in the page and by the threshold that a host could not be read', async () => {
    const message = 'http://no-such-host.invalid:9100/metrics cannot be reached'
    expect(end.stderr).toContain(`The sockets of gone could not be read: ${message}`)
    expect(host('gone').samples).toEqual([])
    expect(result.judgement.findings.map(({ sentence }) => sentence).join('\n')).toContain(message)
    expect(result.judgement.verdicts).toMatchObject([{ status: 'no-data' }])
    expect([4, 99], end.stdout).toContain(end.exitCode)
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('gone is missing for')
  })
})
