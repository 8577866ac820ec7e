import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exitCodes } from '../../packages/cli/src/exit-codes.ts'
import { loadrun, newFolder } from '../support/loadrun.ts'
import { ownServer } from '../support/own-server.ts'

let folder: string
beforeAll(async () => {
  folder = await newFolder()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('loadrun with a history', () => {
  let delayMs = 5
  const server = ownServer((_, response) => void setTimeout(() => response.end('here'), delayMs))

  test('fails with 99 a run that got worse than the last good one, and takes it for no baseline', async () => {
    const kept = join(folder, 'runs.sqlite')
    const run = (name: string) => {
      const set = [
        '--set',
        server.target,
        '--set',
        'sockets=false',
        '--set',
        'scenarios.clients.duration=8s',
        '--set',
        'scenarios.clients.rate=15/s',
      ]
      const gate = ['--history', kept, '--baseline', 'history', '--tolerance', '50%']
      return loadrun(['test/scenarios/own-server.yaml', ...set, ...gate, '--out', join(folder, name)])
    }
    const first = await run('first')
    expect(first.exitCode, first.stderr).toBe(exitCodes.passed)
    expect(first.stdout).toContain('run: the history has nothing to compare with yet.')
    delayMs = 400
    const slow = await run('slow-run')
    expect(slow.exitCode, slow.stdout).toBe(exitCodes.thresholdsFailed)
    expect(slow.stdout).toContain('Against last good, run: Worse: Response time p50, served requests')
    expect(existsSync(join(folder, 'slow-run', 'run-against-last-good.html'))).toBe(true)
    const list = await loadrun(['history', 'list', '--history', kept])
    expect(list.stdout.trim().split('\n')).toHaveLength(3)
  })

  test('tells of a baseline that is not there before anything is sent', async () => {
    const end = await loadrun(['test/scenarios/own-server.yaml', '--baseline', join(folder, 'nowhere')])
    expect(end.exitCode).toBe(exitCodes.badInput)
    const without = await loadrun(['test/scenarios/own-server.yaml', '--baseline', 'history'])
    expect(without.exitCode).toBe(exitCodes.badInput)
    expect(without.stderr).toContain('--history FILE is wanted too')
  })
})
