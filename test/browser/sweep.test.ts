import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderSweepPage } from '../../packages/report/src/index.ts'
import { incidentSweep } from '../../packages/report/src/testing/sweep.ts'
import { browserIsMissing } from '../support/browser.ts'
import { englishTexts } from '../support/english.ts'
import { artifacts, canvases, overflow, Pages, phone } from '../support/pages.ts'

let pages: Pages
let html: string

beforeAll(async () => {
  if (browserIsMissing) return
  html = await renderSweepPage(incidentSweep())
  pages = await Pages.start()
})

afterAll(() => pages?.[Symbol.asyncDispose]())

describe.skipIf(browserIsMissing)('The page of a sweep', () => {
  test('says which point is best, leads to the runs, and draws every figure over what was varied', async () => {
    await using opened = await pages.open(html)
    const { page, complaints, requests } = opened
    expect((await canvases(page)).blank).toBe(0)
    expect(await page.locator('.verdict-title').textContent()).toBe('Best: timeout=1s')
    expect(await page.locator('.points .standing').allTextContents()).toEqual([
      'broke thresholds',
      'best',
      'cannot be trusted',
    ])
    const links = await page.locator('.points a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(links).toEqual(['none', '1s', '500ms'].map((value) => `timeout%3D${value}/report.html`))
    const chart = page.locator('#chart-goodput')
    await chart.locator('.twin summary').click()
    await expect.poll(() => chart.locator('.twin tbody th').allTextContents()).toEqual(['none', '1s', '500ms'])
    const box = await chart.locator('.u-over').boundingBox()
    if (box === null) throw new Error('The chart of goodput is not in sight')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await expect.poll(() => chart.locator('[data-moment]').textContent()).toBe('timeout = 1s')
    await page.screenshot({ path: join(artifacts, 'sweep.png'), fullPage: true })
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
  })

  test('speaks Korean to who asks for it, save for names and settings', async () => {
    await using opened = await pages.open(html, { locale: 'ko-KR' })
    const { page, complaints } = opened
    await page.locator('.twin summary').first().click()
    expect(await englishTexts(page)).toEqual([])
    expect(await page.locator('.points .standing').allTextContents()).toEqual([
      '임계값을 어김',
      '최선',
      '신뢰할 수 없음',
    ])
    await page.screenshot({ path: join(artifacts, 'korean-sweep.png'), fullPage: true })
    expect(complaints).toEqual([])
  })

  test('fits on a phone', async () => {
    await using opened = await pages.open(html, { viewport: phone, colorScheme: 'dark' })
    expect(await overflow(opened.page)).toBe(0)
    await opened.page.screenshot({ path: join(artifacts, 'sweep-phone.png'), fullPage: true })
  })
})
