import { join } from 'node:path'
import { expect, test } from 'vitest'
import { browserIsMissing } from '../support/browser.ts'
import { newFolder, startLoadrun } from '../support/loadrun.ts'
import { artifacts, canvases, Pages, phone } from '../support/pages.ts'

test.skipIf(browserIsMissing)(
  '--live shows each run in browsers while it goes on, and its report at the end',
  async () => {
    // Before the run: a browser takes its time to start.
    await using pages = await Pages.start()
    const command = startLoadrun([
      'test/scenarios/small-incident.yaml',
      '--live',
      '--set',
      'scenarios.clients.duration=8s',
      '--out',
      await newFolder(),
    ])
    const [, address = ''] = await command.said(/live: (http\S+)\n/)
    await using screen = await pages.visit(address)
    const { page } = screen

    await expect
      .poll(() => page.locator('.live [role=status]').textContent())
      .toContain('Live: drawn anew every second')
    await expect.poll(() => page.locator('.verdict-title').textContent()).toBe('Running')
    await page.locator('#chart-request-rate .legend button', { hasText: 'dropped' }).click()
    const plot = await page.locator('#chart-request-rate .uplot').elementHandle()
    const moments = page.locator('#chart-request-rate tbody tr')
    await page.locator('#chart-request-rate .twin summary').click()
    const before = await moments.count()
    await expect.poll(() => moments.count(), { timeout: 30_000 }).toBeGreaterThan(before)
    // The chart took on what came, and was not made anew: what the reader had hidden stays so.
    expect(await plot?.isVisible()).toBe(true)
    expect(await page.locator('#chart-request-rate .legend [aria-pressed=false]').count()).toBe(1)
    await page.screenshot({ path: join(artifacts, 'live.png') })
    await using telephone = await pages.visit(address, { viewport: phone })
    await telephone.page.reload()
    await telephone.page.waitForSelector('canvas')

    for (const { page } of [screen, telephone]) {
      await page.waitForSelector('.live.ended')
      await expect.poll(() => page.locator('.live button').allTextContents()).toEqual(['before', 'after', 'comparison'])
      await expect.poll(() => page.locator('.kind').textContent()).toBe('Comparison')
      await expect.poll(async () => (await canvases(page)).blank).toBe(0)
    }
    await page.locator('.live button', { hasText: 'before' }).click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('small-incident before')
    await expect.poll(() => page.locator('.verdict-title').textContent()).not.toBe('Running')
    await command.ended
    expect(screen.complaints).toEqual([])
    expect(screen.requests).toEqual([`${address}events`])
  },
)
