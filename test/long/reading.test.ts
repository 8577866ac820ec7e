import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareSides, sidesByVariant } from '../../packages/analysis/src/index.ts'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { renderComparisonPage, renderRunPage } from '../../packages/report/src/index.ts'
import { incidentRun } from '../../packages/report/src/testing/incident.ts'
import { stepsRun } from '../../packages/report/src/testing/many-steps.ts'
import { browserIsMissing } from '../support/browser.ts'
import { englishTexts } from '../support/english.ts'
import { artifacts, overflow, Pages, phone } from '../support/pages.ts'

let pages: Pages
let before: RunResult
let runPage: string
let comparisonPage: string

beforeAll(async () => {
  if (browserIsMissing) return
  before = incidentRun()
  const after = incidentRun({ variant: 'after', timeoutMs: 1000, expect: 'pass' })
  runPage = await renderRunPage(before)
  comparisonPage = await renderComparisonPage(compareSides(sidesByVariant([before, after])))
  pages = await Pages.start()
})

afterAll(() => pages?.[Symbol.asyncDispose]())

/** What axe finds that keeps people from reading the page. */
async function hindrances(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, impact, nodes }) => impact + ': ' + id + ' at ' + nodes.slice(0, 3).map(({ target }) => target).join(', ')))`)
}

describe.skipIf(browserIsMissing)('A page', () => {
  test.each(['of a run', 'of a comparison'] as const)('%s hinders nobody, as far as axe can tell', async (which) => {
    // The page lets no other script run; only this test may put one in.
    const html = which === 'of a run' ? runPage : comparisonPage
    await using opened = await pages.open(html, { colorScheme: 'light', bypassCSP: true })
    await opened.page.locator('.samples summary, .twin summary').first().click()
    expect(await hindrances(opened.page)).toEqual([])
    await opened.page.locator('.theme-toggle').click()
    expect(await hindrances(opened.page)).toEqual([])
  })

  test.each(['of a run', 'of a comparison'] as const)(
    '%s speaks Korean to who asks for it, save for what others said',
    async (which) => {
      const html = which === 'of a run' ? runPage : comparisonPage
      await using opened = await pages.open(html, { locale: 'ko-KR' })
      const { page } = opened
      await page.evaluate("for (const samples of document.querySelectorAll('.samples')) samples.open = true")
      await page.locator('.twin summary').first().click()
      expect(await englishTexts(page)).toEqual([])
      expect(await page.locator('html').getAttribute('lang')).toBe('ko')
      expect(await page.locator('body').textContent()).toContain('Server.Concurrency limit exceeded')
      await page.screenshot({ path: join(artifacts, `korean-${which.split(' ').at(-1)}.png`), fullPage: true })
      await page.locator('.language-toggle').click()
      expect(await page.locator('#charts-title').textContent()).toBe('Charts')
      expect(await page.locator('html').getAttribute('lang')).toBe('en')
      expect(opened.complaints).toEqual([])
    },
  )

  test('speaks the language that it was made in to everybody', async () => {
    await using opened = await pages.open(await renderRunPage(before, 'ko'))
    expect(await opened.page.locator('#charts-title').textContent()).toBe('차트')
  })

  test('marks what happened when across all charts, and points at it on demand', async () => {
    await using opened = await pages.open(runPage)
    const { page } = opened
    expect(await page.locator('.events li').allTextContents()).toEqual([
      '10 sthe load starts',
      '25 sclient: first request that timed out',
      '36 shttp_req_duration: p(95) < 1.2s is broken',
      '423 sserver: first refusal at the limit',
      '532 shttp_req_failed: rate < 35% is broken',
      '61 min 15 sthe load ends',
    ])
    await page.locator('.events button').last().click()
    expect(await page.locator('#chart-request-rate [data-moment]').textContent()).toBe('at 1 min 15 s')
  })

  test('shows only what the reader looks for', async () => {
    await using opened = await pages.open(runPage)
    const { page } = opened
    const all = await page.locator('figure.chart').count()
    await page.locator('.filter').fill('server slots')
    expect(await page.locator('figure.chart h4').allTextContents()).toEqual(['server: slots in use'])
    expect(await page.locator('#charts .shown-note').textContent()).toBe(`The filter shows 1 of ${all}.`)
    await page.locator('.filter').fill('timeout')
    expect(await page.locator('#configuration tbody tr').allTextContents()).toEqual([
      'topology.middleware.timeoutnone',
      'scenarios.clients.timeout5s',
    ])
    await page.locator('.filter').press('Escape')
    expect(await page.locator('figure.chart').count()).toBe(all)
    expect(opened.complaints).toEqual([])
  })

  test('shows 200 steps unclipped, sorted as asked, on a screen and on a phone', async () => {
    await using opened = await pages.open(await renderRunPage(stepsRun(incidentRun({ durationMs: 1000 }), 200)))
    const { page } = opened
    expect(await overflow(page)).toBe(0)
    const rows = page.locator('.scroll[aria-label="Steps"] tbody tr')
    expect(await rows.count()).toBe(200)
    await page.locator('.scroll[aria-label="Steps"] .sort', { hasText: 'p99' }).click()
    expect(await page.locator('.scroll[aria-label="Steps"] [aria-sort=descending]').textContent()).toBe('p99')
    await page.locator('.scroll[aria-label="Steps"] .sort', { hasText: 'Step' }).click()
    expect(await rows.first().textContent()).toMatch(/^GET \/item\/1 clients/)
    expect(await page.locator('.scroll[aria-label="Endpoints"] tbody tr').count()).toBe(1)
    await page.setViewportSize(phone)
    expect(await overflow(page)).toBe(0)
    await page.locator('#steps').screenshot({ path: join(artifacts, 'run-steps-phone.png') })
    expect(opened.complaints).toEqual([])
  })
})
