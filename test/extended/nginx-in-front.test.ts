import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nginxIsMissing } from '../support/hosts.ts'
import { loadrun, newFolder } from '../support/loadrun.ts'
import { findingsOf, resultIn } from '../support/results.ts'

let folder: string
beforeAll(async () => {
  folder = await newFolder()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(nginxIsMissing)('scenarios/nginx-in-front.yaml', { timeout: 240_000 }, () => {
  test('finds where TIME_WAIT went, and that refused requests leave it behind nginx alone', async () => {
    const end = await loadrun([
      'scenarios/nginx-in-front.yaml',
      '--set',
      'scenarios.clients.duration=6s',
      '--out',
      join(folder, 'nginx'),
    ])
    expect([0, 4], end.stdout + end.stderr).toContain(end.exitCode)
    const direct = await resultIn(folder, 'nginx', 'direct')
    const behind = await resultIn(folder, 'nginx', 'behind-nginx')
    const closing = await resultIn(folder, 'nginx', 'nginx-closes')
    for (const result of [direct, behind, closing]) {
      const findings = findingsOf(result)
      expect(findings.has('slots-exhausted')).toBe(true)
      expect(findings.has('no-free-port')).toBe(false)
      expect(findings.get('main-failure')).toContain('Server.Concurrency limit exceeded')
    }
    expect(findingsOf(direct).get('time-wait-source')).toContain('none for those refused')
    expect(findingsOf(behind).get('time-wait-source')).toContain('and for each refused')
    expect(findingsOf(closing).has('time-wait-source')).toBe(false)
    const timeWaits = closing.judgement.findings.filter(({ id }) => id === 'time-wait').map(({ sentence }) => sentence)
    expect(timeWaits.join('\n')).toMatch(/middleware → proxy: up to \d+ sockets .*: proxy closed first/)
    const moved = end.stdout.replace(/\s+/g, ' ')
    expect(moved).toMatch(/direct → behind-nginx: TIME_WAIT moved: middleware on middleware → server [\d,]+ → 0/)
    expect(moved).toMatch(/direct → nginx-closes: TIME_WAIT moved: .*proxy on middleware → proxy 0 → [\d,]+/)
  })
})
