import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { newFolder, root, startCommand } from '../support/loadrun.ts'

const folder = await newFolder()
afterAll(() => rm(folder, { recursive: true, force: true }))

test.skipIf(process.platform !== 'linux')(
  'loadrun without a free file descriptor tells so, and its result is whole',
  async () => {
    const loadrun = `"${process.execPath}" packages/cli/bin/loadrun.js test/scenarios/many-connections.yaml --out "${folder}"`
    const end = await startCommand('sh', ['-c', `ulimit -n 110 && exec ${loadrun}`], root).ended
    expect([0, 4], end.stderr).toContain(end.exitCode)
    const { total, sockets, judgement }: RunResult = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'))
    expect(total.failures.map(({ cause }) => cause)).toContain('no-free-descriptor')
    expect(sockets).toMatchObject({ descriptorLimits: { client: 110, server: 110 } })
    const finding = judgement.findings.find(
      ({ id, figures }) => id === 'descriptors' && 'connectionsNotOpened' in figures,
    )
    expect(finding?.sentence).toMatch(/^client had up to \d+ of the 110 file descriptors open that it may have/)
  },
)
