import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freePort } from '../../packages/topology/src/index.ts'
import { newFolder, startLoadrun } from '../support/loadrun.ts'

const folder = await newFolder()
afterAll(() => rm(folder, { recursive: true, force: true }))

test('loadrun run --output writes files, is scraped while it runs, and tells what was not taken', async () => {
  const port = await freePort('127.0.0.1')
  const outputs = [
    `junit=${join(folder, 'x', '{variant}.xml')}`,
    `prometheus=127.0.0.1:${port}`,
    'remote-write=http://127.0.0.1:1',
  ]
  const command = startLoadrun([
    'test/scenarios/many-connections.yaml',
    ...['--set', 'scenarios.clients.rate=20', '--out', join(folder, 'run')],
    ...outputs.flatMap((output) => ['--output', output]),
  ])
  let scraped = ''
  let running = true
  const ended = command.ended.finally(() => {
    running = false
  })
  while (running) {
    const text = await fetch(`http://127.0.0.1:${port}/metrics`).then(
      (response) => response.text(),
      () => '',
    )
    if (text.includes('loadrun_http_reqs_total{')) scraped = text
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))])
  }
  const end = await ended
  expect([0, 4], end.stderr).toContain(end.exitCode)
  expect(scraped).toMatch(
    /^loadrun_http_reqs_total\{test="many-connections",variant="run",scenario="clients",step="GET \/",outcome="ok"\} \d+$/m,
  )
  expect(end.stderr).toMatch(/http:\/\/127\.0\.0\.1:1\/api\/v1\/write did not take \d of \d seconds: bad port/)
  expect(await readFile(join(folder, 'x', 'run.xml'), 'utf8')).toContain('<testsuite name="many-connections / run"')
})
