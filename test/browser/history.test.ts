import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderHistoryPage } from '../../packages/report/src/index.ts'
import { shopHistory } from '../../packages/report/src/testing/history.ts'
import { browserIsMissing } from '../support/browser.ts'
import { englishTexts } from '../support/english.ts'
import { artifacts, canvases, overflow, Pages, phone } from '../support/pages.ts'

let pages: Pages
beforeAll(async () => {
  if (!browserIsMissing) pages = await Pages.start()
})
afterAll(() => pages?.[Symbol.asyncDispose]())

describe.skipIf(browserIsMissing)('The page of a history', () => {
  test('says which commit changed what, draws figures over commits, and keeps subjects as they are', async () => {
    await using opened = await pages.open(await renderHistoryPage(shopHistory()), { viewport: phone })
    const { page, complaints, requests } = opened
    expect((await canvases(page)).blank).toBe(0)
    const told = await page.locator('.findings p').allTextContents()
    expect(told.map((sentence) => sentence.replaceAll('\u00a0', ' '))).toEqual([
      'Response time p95, served requests got worse at abc00060 (Ask the <b>basket</b> twice): 201 ms → 262 ms (+30 %).',
    ])
    const lines = page.locator('#chart-response-time-p95-ok .legend .label')
    expect(await lines.allTextContents()).toEqual(['median', 'level'])
    expect(await page.locator('#runs tbody tr').first().textContent()).toContain('abc000b0+')
    expect(await overflow(page)).toBe(0)
    await page.screenshot({ path: join(artifacts, 'history-phone.png'), fullPage: true })
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
  })

  test('speaks Korean to who asks for it, save for what commits say of themselves', async () => {
    await using opened = await pages.open(await renderHistoryPage(shopHistory()), { locale: 'ko-KR' })
    const { page, complaints } = opened
    await page.locator('.twin summary').first().click()
    expect(await englishTexts(page)).toEqual([])
    const told = await page.locator('.findings p').allTextContents()
    expect(told.map((sentence) => sentence.replaceAll('\u00a0', ' '))).toEqual([
      '응답 시간 p95, 처리된 요청, abc00060 (Ask the <b>basket</b> twice)에서 악화: 201 ms → 262 ms (+30 %).',
    ])
    await page.screenshot({ path: join(artifacts, 'korean-history.png'), fullPage: true })
    expect(complaints).toEqual([])
  })
})
