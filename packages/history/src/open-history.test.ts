import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Commit, judge } from '@loadrun/analysis'
import { Recorder, type RunResult } from '@loadrun/metrics'
import { readScenario } from '@loadrun/plan'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkedOut } from './checked-out.ts'
import { openHistory } from './open-history.ts'

let folder: string
const newFile = () => join(folder, `${crypto.randomUUID()}.sqlite`)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadrun-history-'))
})
afterAll(() => rm(folder, { recursive: true }))

const text = `
name: shop
target: http://127.0.0.1:1
scenarios: { clients: { executor: constant-vus, duration: 10s, steps: [{ get: / }] } }
`
const read = readScenario(text, { file: 'shop.yaml', cores: 2 })

function run(minute: number, ok: number, interrupted = false): RunResult {
  const plan = 'plans' in read ? read.plans[0] : undefined
  if (plan === undefined) throw new Error('The plan is wrong')
  const recorder = new Recorder()
  const times = {
    dueMs: 0,
    sentMs: 0,
    startedMs: 0,
    firstByteMs: 5,
    endMs: 5,
    sendingMs: 0,
    setup: undefined,
    bytesSent: 1,
    bytesReceived: 1,
  }
  for (let count = 0; count < ok; count += 1) {
    recorder.request('clients', 'GET /').record({ ...times, status: 200, failure: undefined })
  }
  recorder.take(10_000)
  const measured = {
    plan,
    host: { node: 'v26', os: 'Linux', cpu: 'one', cores: 2 },
    startedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    elapsedMs: 10_000,
    interrupted,
    total: recorder.total(),
    intervals: [recorder.total()],
    sockets: { observed: false, reason: 'a test' } as const,
    tiers: [],
    troubles: [],
  }
  return { version: 1, ...measured, judgement: judge(measured) }
}

function commit(hash: string, dirty = false): Commit {
  return { hash, subject: `Make ${hash}`, dirty }
}

const kind = { scenario: 'shop', variant: 'run' }
const okOf = (result: RunResult) => result.total.requests['clients/GET /']?.ok.count

describe('a history', () => {
  test('keeps figures, commits and whole results, also when it is opened again', async () => {
    const file = newFile()
    {
      using history = await openHistory(file)
      history.add(run(2, 200), commit('b', true), false)
      history.add(run(1, 100), commit('a'), true)
    }
    using history = await openHistory(file)
    const runs = history.runs(kind)
    expect(runs.map((one) => [one.startedAt.slice(11, 16), one.commit, one.good])).toEqual([
      ['00:01', commit('a'), true],
      ['00:02', commit('b', true), false],
    ])
    expect(runs[0]?.figures.find(({ id }) => id === 'goodput')).toMatchObject({ unit: 'perSecond', value: 10 })
    expect(history.lastGood(kind)).toEqual([JSON.parse(JSON.stringify(run(1, 100)))])
  })

  test('replaces a run that it has already', async () => {
    using history = await openHistory(newFile())
    history.add(run(1, 100), undefined, false)
    history.add(run(1, 100), commit('a'), true)
    expect(history.runs({}).map((one) => one.commit?.hash)).toEqual(['a'])
  })

  test('hands out the last good commit as a baseline: all its runs, and no bad ones', async () => {
    using history = await openHistory(newFile())
    expect(history.lastGood(kind)).toEqual([])
    history.add(run(1, 10), commit('a'), true)
    history.add(run(2, 20), commit('b'), true)
    history.add(run(3, 30), commit('b'), true)
    history.add(run(4, 40), commit('c'), false)
    expect(history.lastGood(kind).map(okOf)).toEqual([20, 30])
    expect(history.lastGood({ ...kind, variant: 'other' })).toEqual([])
  })

  test('groups runs of one commit, of which nothing was changed', async () => {
    using history = await openHistory(newFile())
    history.add(run(1, 10), commit('a'), true)
    history.add(run(2, 20), commit('a'), true)
    history.add(run(3, 30), commit('b', true), true)
    history.add(run(4, 40), commit('b', true), true)
    history.add(run(5, 50, true), commit('a'), false)
    history.add(run(6, 60), undefined, true)
    history.add(run(7, 70), undefined, true)
    expect(history.sameCommit(kind).map((group) => group.map(okOf))).toEqual([[10, 20]])
  })

  test('keeps the whole results of the latest runs only', async () => {
    using history = await openHistory(newFile())
    for (let minute = 0; minute < 65; minute += 1) history.add(run(minute, minute), commit('a'), true)
    expect(history.runs(kind)).toHaveLength(65)
    expect(history.lastGood(kind).map(okOf)).toEqual(Array.from({ length: 60 }, (_, place) => place + 5))
  })

  test('says what is wrong with a file that is none', async () => {
    const file = newFile()
    await writeFile(file, 'these are no tables, and quite a few words so that they might be some')
    await expect(openHistory(file)).rejects.toThrow(`Cannot use ${file} as a history: file is not a database`)
    await expect(openHistory(join(folder, 'nowhere', 'x'))).rejects.toThrow('Cannot use')
  })
})

test('checkedOut() knows of no commit where there is no repository', async () => {
  expect(await checkedOut(folder)).toBeUndefined()
})
