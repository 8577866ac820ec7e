import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sweep } from '../../packages/analysis/src/index.ts'
import { browserIsMissing, launchBrowser } from '../support/browser.ts'
import { type CommandEnd, loadrun, newFolder } from '../support/loadrun.ts'

let folder: string
let end: CommandEnd
let sweep: Sweep

beforeAll(async () => {
  folder = await newFolder()
  end = await loadrun([
    ...['sweep', 'test/scenarios/small-incident.yaml', '--out', folder],
    ...['--set', 'scenarios.clients.duration=8s', '--set', 'topology.server.concurrency=50'],
    ...['--vary', 'topology.middleware.timeout=none,400ms'],
  ])
  sweep = JSON.parse(await readFile(join(folder, 'sweep.json'), 'utf8'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('loadrun sweep of the small incident by its timeout', () => {
  test('finds the timeout best, and what the other value lost its requests to', () => {
    expect(end.exitCode, end.stderr).toBe(0)
    expect(end.stdout).toContain('Best: timeout=400ms.')
    expect(sweep.best?.point).toBe(1)
    expect(sweep.points[0]).toMatchObject({ status: 'failed', remarks: ['broke http_req_failed: rate < 40%'] })
    const refused = sweep.rows.find(({ id }) => id === 'server-refused-share')
    expect(refused?.values[0]).toBeGreaterThan(0.1)
    expect(refused?.values[1]).toBe(0)
    const at = sweep.findings.find(({ id }) => id === 'sweep-at-point')
    expect(at?.sentence).toMatch(/At timeout=none: .*because all 50 slots were taken/)
  })

  test('expects by simulation what it measured', () => {
    // A run of 8 s serves some 60: its own chance is about an eighth, beside that of the seven simulations.
    const goodput = sweep.rows.find(({ id }) => id === 'goodput')
    for (const [place, simulated] of (goodput?.simulated ?? []).entries()) {
      expect(goodput?.values[place]).toBeGreaterThan((simulated?.low ?? Number.NaN) * 0.6)
      expect(goodput?.values[place]).toBeLessThan((simulated?.high ?? Number.NaN) * 1.4)
    }
  })

  test.skipIf(browserIsMissing)('leaves a page whose links lead to the pages of the runs', async () => {
    const browser: Browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      await page.goto(pathToFileURL(join(folder, 'sweep.html')).href)
      await page.locator('.points .best a').click()
      expect(await page.locator('h1').textContent()).toBe('small-incident timeout=400ms')
      expect(existsSync(join(folder, 'timeout=none', 'report.html'))).toBe(true)
    } finally {
      await browser.close()
    }
  })
})
