import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exitCodes } from '../../packages/cli/src/exit-codes.ts'
import { loadrun, newFolder, startLoadrun } from '../support/loadrun.ts'
import { ownServer } from '../support/own-server.ts'
import { resultIn } from '../support/results.ts'
import { secondsMeasured } from '../support/seconds-measured.ts'

const scenario = 'test/scenarios/own-server.yaml'
let folder: string
/** What the server answers next. */
let status = 200
const asked: string[] = []
const server = ownServer(({ method, url }, response) => {
  asked.push(`${method} ${url}`)
  response.writeHead(status).end('told by the server')
})

beforeAll(async () => {
  folder = await newFolder()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('loadrun against a server of the user’s own', () => {
  test('exits with 0 when every threshold holds', async () => {
    status = 200
    const out = join(folder, 'passed')
    const auth = 'scenarios.clients.steps.0.auth={ basic: { user: me, password: s3cret } }'
    const end = await loadrun([scenario, '--set', server.target, '--set', auth, '--out', out])
    expect(end.exitCode, end.stderr).toBe(exitCodes.passed)
    const result = await resultIn(out)
    expect(result.total.requests['clients/GET /']?.ok.count).toBe(80)
    expect(result.tiers).toEqual([])
    for (const file of await readdir(out)) {
      const text = await readFile(join(out, file), 'utf8')
      for (const secret of ['s3cret', btoa('me:s3cret')]) expect(text, file).not.toContain(secret)
    }
  })

  test('exits with 99 when a threshold fails, and quotes the server', async () => {
    status = 503
    const end = await loadrun([scenario, '--set', server.target, '--out', join(folder, 'failed')])
    expect(end.exitCode, end.stderr).toBe(exitCodes.thresholdsFailed)
    expect(end.stdout).toContain('told by the server')
  })

  test('ends early with 99 by a threshold with abortOnFail, and writes everything', async () => {
    status = 503
    const out = join(folder, 'ended')
    const threshold = 'thresholds.http_req_failed={ threshold: rate < 1%, abortOnFail: true }'
    const long = 'scenarios.clients.duration=10m'
    const end = await loadrun([scenario, '--set', server.target, '--set', long, '--set', threshold, '--out', out])
    expect(end.exitCode, end.stderr).toBe(exitCodes.thresholdsFailed)
    expect(end.stdout).toContain('by http_req_failed: rate < 1%')
    const result = await resultIn(out)
    expect(result).toMatchObject({ interrupted: true, stoppedBy: 'http_req_failed: rate < 1%' })
    expect(result.elapsedMs).toBeLessThan(120_000)
    expect(existsSync(join(out, 'report.html'))).toBe(true)
  })

  test('says what failed when nothing listens, and does not pass', async () => {
    const end = await loadrun([scenario, '--set', 'target=http://127.0.0.1:1', '--out', join(folder, 'refused')])
    expect(end.exitCode, end.stderr).toBe(exitCodes.thresholdsFailed)
    expect(end.stdout).toContain('ECONNREFUSED')
  })

  test('exits with 3 when what comes before the load fails, quotes the server, and sends nothing more', async () => {
    status = 503
    asked.length = 0
    const before = 'before={ steps: [{ post: /made }, { get: /never }] }'
    const end = await loadrun([scenario, '--set', server.target, '--set', before, '--out', join(folder, 'before')])
    expect(end.exitCode, end.stderr).toBe(exitCodes.cannotRun)
    expect(end.stderr).toContain('`before` failed: POST /made was answered with status 503: told by the server')
    expect(asked).toEqual(['POST /made'])
  })

  test('exits with 130 on Ctrl-C, and still writes everything that it measured', async () => {
    status = 200
    const out = join(folder, 'interrupted')
    const more = ['--set', 'scenarios.clients.duration=60s', '--set', 'after={ steps: [{ delete: /made }] }']
    const command = startLoadrun([scenario, '--set', server.target, ...more, '--out', out])
    await secondsMeasured(command, out, 2)
    command.child.kill('SIGINT')
    const end = await command.ended
    expect(end.exitCode, end.stderr).toBe(exitCodes.interrupted)
    const result = await resultIn(out)
    expect(result.judgement.outcome).toBe('interrupted')
    expect(result.total.requests['clients/GET /']?.ok.count).toBeGreaterThan(40)
    expect(existsSync(join(out, 'report.html'))).toBe(true)
    expect(asked.at(-1)).toBe('DELETE /made')
  })

  test('leaves what it had measured when it is killed, for a report to be drawn from', async () => {
    const out = join(folder, 'killed')
    const command = startLoadrun([
      scenario,
      '--set',
      server.target,
      '--set',
      'scenarios.clients.duration=60s',
      '--out',
      out,
    ])
    await secondsMeasured(command, out, 2)
    command.child.kill('SIGKILL')
    await command.ended
    const end = await loadrun(['report', out, '--format', 'text'])
    expect(end.exitCode, end.stderr).toBe(exitCodes.passed)
    expect(end.stdout).toMatch(/The run ended before it wrote its\s+result/)
  })
})

describe.concurrent('loadrun with a mistake in its input', () => {
  test('tells every mistake with its place and exits with 2', async () => {
    const file = join(folder, 'mistakes.yaml')
    await writeFile(file, 'target: server\nscenarios:\n  a: { executor: constant-vus, durration: 5, steps: [] }\n')
    const end = await loadrun([file])
    expect(end.exitCode).toBe(exitCodes.badInput)
    expect(end.stderr).toContain(`${file}:1:9: `)
    expect(end.stderr).toMatch(/:3:32: .*durration/)
    expect(end.stderr).toContain('did you mean `duration`?')
    expect(end.stdout).toBe('')
  })

  test.each([
    ['no file', []],
    ['a file that is not there', ['nowhere.yaml']],
    ['an unknown option', [scenario, '--fast']],
    ['an unknown variant', [scenario, '--variant', 'later']],
    ['an unknown path to set', [scenario, '--set', 'scenarios.clients.rat=5/s']],
    ['a tier that cannot be served', ['serve', 'database']],
    ['a result that is not there', ['report', 'nowhere']],
    ['one result to compare', ['compare', 'nowhere']],
  ])('exits with 2 for %s', async (_, args) => {
    const end = await loadrun(args)
    expect(end.exitCode, end.stderr).toBe(exitCodes.badInput)
    expect(end.stderr.length).toBeGreaterThan(20)
    expect(end.stderr).not.toContain('bug')
  })

  test('prints the schema of scenario files, also to a reader who has seen enough', async () => {
    const { child, ended } = startLoadrun(['schema'])
    child.stdout?.once('data', () => child.stdout?.destroy())
    const end = await ended
    expect(end).toMatchObject({ exitCode: 0, stderr: '' })
    expect(end.stdout).toContain('json-schema.org/draft/2020-12')
  })

  test('exits with 3 when the folder for results cannot be written', async () => {
    const end = await loadrun([scenario, '--set', server.target, '--out', join(import.meta.filename, 'below-a-file')])
    expect(end.exitCode, end.stderr).toBe(exitCodes.cannotRun)
  })
})

describe('loadrun serve', () => {
  test('serves the limited server until it is told to stop', async () => {
    const command = startLoadrun(['serve', 'limited-server', 'concurrency=5', 'latency=10ms'])
    const [url] = await command.said(/http:\/\/[\d.]+:\d+(?=\s)/)
    expect((await fetch(url)).headers.get('server')).toBe('fasthttp')
    command.child.kill('SIGTERM')
    expect((await command.ended).exitCode).toBe(exitCodes.passed)
  })
})
