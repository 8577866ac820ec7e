import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'

/** Where screenshots go, to be looked at. */
export const artifacts = join(import.meta.dirname, '../artifacts')

export const phone = { width: 390, height: 844 }

/** A page that is open in the browser. */
export interface Opened extends AsyncDisposable {
  readonly page: Page
  /** What the console and the page complained about. */
  readonly complaints: string[]
  /** Addresses other than the page itself that it asked for. */
  readonly requests: string[]
}

type PageOptions = Parameters<Browser['newPage']>[0]

/** A browser for one file of tests, and a folder for the pages that it opens. */
export class Pages implements AsyncDisposable {
  readonly #browser: Browser
  readonly #folder: string

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser
    this.#folder = folder
  }

  static async start(): Promise<Pages> {
    await mkdir(artifacts, { recursive: true })
    return new Pages(await launchBrowser(), await mkdtemp(join(tmpdir(), 'loadrun-report-')))
  }

  /** Opens a document from disk. */
  async open(html: string, options: PageOptions = {}): Promise<Opened> {
    const file = join(this.#folder, `${crypto.randomUUID()}.html`)
    await writeFile(file, html)
    return this.visit(pathToFileURL(file).href, options)
  }

  async visit(address: string, options: PageOptions = {}): Promise<Opened> {
    const page = await this.#browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
    const complaints: string[] = []
    const requests: string[] = []
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      const url = request.url()
      if (url !== address && !url.startsWith('data:')) requests.push(url)
    })
    await page.goto(address)
    await page.waitForSelector('canvas')
    return { page, complaints, requests, [Symbol.asyncDispose]: () => page.close() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** How many canvases there are, and how many have nothing drawn on them. */
export async function canvases(page: Page): Promise<{ all: number; blank: number }> {
  const filled = await page.evaluate<boolean[]>(`[...document.querySelectorAll('canvas')].map((canvas) =>
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value !== 0))`)
  return { all: filled.length, blank: filled.filter((some) => !some).length }
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
