import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareSides, sidesByVariant } from '../../packages/analysis/src/index.ts'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { renderComparisonPage, renderRunPage } from '../../packages/report/src/index.ts'
import { hostileRun, hostileTexts } from '../../packages/report/src/testing/hostile.ts'
import { incidentRun } from '../../packages/report/src/testing/incident.ts'
import { longRun } from '../../packages/report/src/testing/long-run.ts'
import { browserIsMissing } from '../support/browser.ts'
import { artifacts, canvases, overflow, Pages, phone } from '../support/pages.ts'

let pages: Pages
let before: RunResult
let after: RunResult
let beforePage: string

beforeAll(async () => {
  if (browserIsMissing) return
  before = incidentRun()
  after = incidentRun({ variant: 'after', timeoutMs: 1000, expect: 'pass' })
  beforePage = await renderRunPage(before)
  pages = await Pages.start()
})

afterAll(() => pages?.[Symbol.asyncDispose]())

describe.skipIf(browserIsMissing)('The page of a run', () => {
  test('draws every chart without a complaint or a request to anywhere', async () => {
    await using opened = await pages.open(beforePage)
    const { page, complaints, requests } = opened
    expect(await canvases(page)).toEqual({ all: await page.locator('figure.chart').count(), blank: 0 })
    expect(await page.locator('figure.chart').count()).toBeGreaterThan(15)
    await page.screenshot({ path: join(artifacts, 'run.png') })
    await page.screenshot({ path: join(artifacts, 'run-whole.png'), fullPage: true })
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
  })

  test('shows the verdict, then what failed, then findings, thresholds and charts', async () => {
    await using opened = await pages.open(beforePage)
    const { page } = opened
    expect(await page.locator('.verdict-title').textContent()).toBe('Failed, as expected')
    expect(await page.locator('.text').first().textContent()).toBe(
      'The connection cannot be served because Server.Concurrency limit exceeded',
    )
    expect(await page.locator('main > section').evaluateAll((sections) => sections.map(({ id }) => id))).toEqual([
      'failures',
      'findings',
      'thresholds',
      'charts',
      'times',
      'steps',
      'tiers',
      'configuration',
    ])
  })

  test('opens a sample with one click', async () => {
    await using opened = await pages.open(beforePage)
    const sample = opened.page.locator('.sample').first()
    expect(await sample.isVisible()).toBe(false)
    await opened.page.locator('.samples summary').first().click()
    await expect.poll(() => sample.isVisible()).toBe(true)
    expect(await sample.textContent()).toMatch(/Status502.*local port \d+ to 127\.0\.0\.1:40001.*content-type/s)
    const second = opened.page.locator('.sample-picker button').nth(1)
    await second.click()
    await expect.poll(() => second.getAttribute('aria-pressed')).toBe('true')
  })

  test('moves the cursor of all charts together and shows their values', async () => {
    await using opened = await pages.open(beforePage)
    const { page } = opened
    const plots = page.locator('#chart-request-rate .plot .u-over')
    await plots.scrollIntoViewIfNeeded()
    const box = await plots.boundingBox()
    if (box === null) throw new Error('The chart of the request rate is not in sight')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    const moments = page.locator('figure.chart:not(#chart-percentile-curve) [data-moment]')
    const texts = () => moments.evaluateAll((all) => [...new Set(all.map((moment) => moment.textContent))])
    await expect.poll(texts).toEqual(['at 40 s'])
    await page.mouse.move(0, 0)
    await expect.poll(texts).toEqual([''])
  })

  test('zooms all charts together by dragging, and back by a double click', async () => {
    await using opened = await pages.open(beforePage)
    const { page } = opened
    const over = page.locator('#chart-request-rate .u-over')
    await over.scrollIntoViewIfNeeded()
    const box = await over.boundingBox()
    if (box === null) throw new Error('The chart of the request rate is not in sight')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.25, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 })
    await page.mouse.up()
    await expect.poll(() => page.locator('.zoom output').textContent()).toBe('20 s – 40 s')
    await over.dblclick()
    await expect.poll(() => page.locator('.zoom output').textContent()).toBe('0 s – 1 min 20 s')
  })

  test('is steered by keyboard', async () => {
    await using opened = await pages.open(beforePage)
    const { page } = opened
    const plot = page.locator('#chart-request-rate .plot')
    await plot.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.locator('#chart-failures [data-moment]').textContent()).toMatch(/^at [23](\.\d)? s$/)
    await page.keyboard.press('+')
    await expect.poll(() => page.locator('.zoom output').textContent()).not.toBe('0 s – 1 min 20 s')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.zoom output').textContent()).toBe('0 s – 1 min 20 s')
  })

  test('hides a line, changes to a logarithmic scale and shows the figures of a chart on demand', async () => {
    await using opened = await pages.open(beforePage)
    const { page, complaints } = opened
    const chart = page.locator('[id="chart-sockets-middleware → server-from"]')
    await chart.locator('.legend button', { hasText: 'ESTABLISHED' }).click()
    await expect.poll(() => chart.locator('.legend button[aria-pressed=false]').count()).toBe(1)
    for (const button of await page.locator('.quiet').all()) await button.click()
    await expect.poll(async () => (await canvases(page)).blank).toBe(0)
    await chart.locator('summary').click()
    await expect.poll(() => chart.locator('tbody tr').count()).toBe(80)
    expect(complaints).toEqual([])
  })

  test('is dark where the reader’s system is, and changes at a click', async () => {
    await using opened = await pages.open(beforePage, { colorScheme: 'dark' })
    const { page, complaints } = opened
    const paper = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    expect(await paper()).toBe('rgb(19, 20, 22)')
    await page.screenshot({ path: join(artifacts, 'run-dark.png'), fullPage: true })
    await page.locator('.theme-toggle').click()
    await expect.poll(paper).toBe('rgb(250, 249, 247)')
    await expect.poll(async () => (await canvases(page)).blank).toBe(0)
    expect(complaints).toEqual([])
  })

  test.each(['en-GB', 'ko-KR'])('names every section in its bar, in %s, on desks of any width', async (locale) => {
    await using opened = await pages.open(beforePage, { locale })
    const { page } = opened
    const hidden = () => page.locator('.bar nav').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
    for (const width of [1024, 1280, 1600]) {
      await page.setViewportSize({ width, height: 900 })
      await expect.poll(hidden, { message: `at ${width} pixels` }).toBe(0)
      expect(await overflow(page)).toBe(0)
    }
  })

  test('fits on a phone', async () => {
    await using opened = await pages.open(beforePage, { viewport: phone })
    expect(await overflow(opened.page)).toBe(0)
    await opened.page.screenshot({ path: join(artifacts, 'run-phone.png'), fullPage: true })
  })

  test('prints in light colours with everything opened', async () => {
    await using opened = await pages.open(beforePage, { colorScheme: 'dark' })
    await opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await opened.page.evaluate('document.documentElement.dataset.theme')).toBe('light')
    expect(await opened.page.locator('.samples:not([open])').count()).toBe(0)
    await opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await opened.page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    expect(await opened.page.locator('.samples[open]').count()).toBe(0)
    await opened.page.pdf({ path: join(artifacts, 'run.pdf'), format: 'A4' })
  })

  test.each([1280, 390])('shows hostile, long and many texts as text, %d pixels wide', async (width) => {
    await using opened = await pages.open(await renderRunPage(hostileRun(before)), { viewport: { width, height: 900 } })
    const { page, complaints } = opened
    await page.locator('.more > summary').click()
    await page.evaluate("for (const samples of document.querySelectorAll('.samples')) samples.open = true")
    await page.waitForFunction("document.querySelectorAll('.sample .body').length === 50")
    expect(await page.evaluate("'harmed' in window")).toBe(false)
    expect(await page.locator('#page script, #page img, #page style, #page svg[onload]').count()).toBe(0)
    const shown = await page.locator('.text').allTextContents()
    expect(shown).toHaveLength(51)
    for (const text of hostileTexts) expect(shown).toContain(text)
    expect(await page.title()).toContain('</script>')
    expect(await overflow(page)).toBe(0)
    expect(complaints).toEqual([])
    await page.screenshot({ path: join(artifacts, `run-hostile-${width}.png`) })
  })

  test('of an hour is drawn whole and stays under 5 MB', async () => {
    const html = await renderRunPage(longRun(before, 3600))
    expect(html.length).toBeLessThan(5e6)
    const fromMs = performance.now()
    await using opened = await pages.open(html)
    const openedMs = Math.round(performance.now() - fromMs)
    process.stdout.write(`The page of an hour: ${(html.length / 1e6).toFixed(1)} MB, drawn after ${openedMs} ms.\n`)
    expect((await canvases(opened.page)).blank).toBe(0)
    expect(opened.complaints).toEqual([])
  })
})

describe.skipIf(browserIsMissing)('The comparison page', () => {
  test('draws both runs over each other without a complaint, what was set differently first', async () => {
    await using opened = await pages.open(await renderComparisonPage(compareSides(sidesByVariant([before, after]))))
    const { page, complaints, requests } = opened
    expect((await canvases(page)).blank).toBe(0)
    expect(await page.locator('main > section').first().getAttribute('id')).toBe('configuration')
    expect(await page.locator('#configuration tbody tr').allTextContents()).toEqual([
      'topology.middleware.timeoutnone1s',
    ])
    expect(await page.locator('#failures .fate').allTextContents()).toEqual(
      expect.arrayContaining(['vanished', 'appeared']),
    )
    expect(await page.locator('#charts figure').first().locator('.legend .label').allTextContents()).toEqual([
      'before',
      'after',
    ])
    await page.screenshot({ path: join(artifacts, 'compare.png'), fullPage: true })
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
  })

  test('fits on a phone', async () => {
    const html = await renderComparisonPage(compareSides(sidesByVariant([before, after])))
    await using opened = await pages.open(html, { viewport: phone, colorScheme: 'dark' })
    expect(await overflow(opened.page)).toBe(0)
    await opened.page.screenshot({ path: join(artifacts, 'compare-phone.png'), fullPage: true })
  })

  test('keeps hostile texts inert', async () => {
    const hostile = hostileRun(before)
    const comparison = compareSides(sidesByVariant([hostile, after]))
    await using opened = await pages.open(await renderComparisonPage(comparison), { viewport: phone })
    expect(await opened.page.evaluate("'harmed' in window")).toBe(false)
    expect(await opened.page.locator('#page script, #page img, #page style').count()).toBe(0)
    expect(await overflow(opened.page)).toBe(0)
    expect(opened.complaints).toEqual([])
  })
})
