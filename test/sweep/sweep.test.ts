import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sweep } from '../../packages/analysis/src/index.ts'
import { exitCodes } from '../../packages/cli/src/exit-codes.ts'
import { loadrun, newFolder, startLoadrun } from '../support/loadrun.ts'
import { ownServer } from '../support/own-server.ts'
import { secondsMeasured } from '../support/seconds-measured.ts'

const scenario = 'test/scenarios/own-server.yaml'
const server = ownServer((_, response) => response.end('here'))
let folder: string

beforeAll(async () => {
  folder = await newFolder()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function sweepIn(out: string): Promise<Sweep> {
  return readFile(join(out, 'sweep.json'), 'utf8').then((text) => JSON.parse(text))
}

describe('loadrun sweep', () => {
  test('tells every mistake in what is varied before anything is sent, and exits with 2', async () => {
    const out = join(folder, 'mistakes')
    const vary = ['--vary', 'scenarios.clients.rat=1/s,2/s', '--vary', 'scenarios.clients.duration=1s,soon']
    const end = await loadrun(['sweep', scenario, '--set', server.target, ...vary, '--out', out])
    expect(end.exitCode).toBe(exitCodes.badInput)
    expect(end.stderr).toContain('--vary scenarios.clients.rat: ')
    expect(end.stderr).toContain('did you mean `rate`?')
    expect(end.stderr).toContain('--vary scenarios.clients.duration=soon: ')
    expect(existsSync(out)).toBe(false)
  })

  test('leaves what was measured when it is interrupted, and exits with 130', async () => {
    const out = join(folder, 'interrupted')
    const set = ['--set', server.target, '--set', 'scenarios.clients.duration=30s']
    const command = startLoadrun([
      'sweep',
      scenario,
      ...set,
      '--vary',
      'scenarios.clients.rate=20/s,40/s',
      '--out',
      out,
    ])
    await secondsMeasured(command, join(out, 'rate=20-s'), 1)
    command.child.kill('SIGINT')
    const end = await command.ended
    expect(end.exitCode, end.stderr).toBe(exitCodes.interrupted)
    const { points, best } = await sweepIn(out)
    expect(points.map(({ status }) => status)).toEqual(['interrupted', 'not-run'])
    expect(best).toBeUndefined()
    for (const file of ['sweep.html', 'sweep.md', 'rate=20-s/result.json', 'rate=20-s/report.html']) {
      expect(existsSync(join(out, file)), file).toBe(true)
    }
  })
})
