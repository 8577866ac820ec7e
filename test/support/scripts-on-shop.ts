import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll } from 'vitest'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { type CommandEnd, loadrun, newFolder } from './loadrun.ts'
import { openShop, type Shop } from './shop.ts'

/** A shop for the scripts of a test file, which find it under `BASE_URL`. */
export interface ScriptsOnShop {
  readonly shop: Shop
  run(script: string, ...options: readonly string[]): Promise<{ end: CommandEnd; result: RunResult }>
}

/** Opened before the first test of the file that calls this, and closed after its last. */
export function scriptsOnShop(): ScriptsOnShop {
  let shop: Shop | undefined
  let folder = ''
  beforeAll(async () => {
    shop = await openShop()
    folder = await newFolder()
    process.env.BASE_URL = shop.url
  })
  afterAll(async () => {
    delete process.env.BASE_URL
    await shop?.close()
    await rm(folder, { recursive: true })
  })
  return {
    get shop() {
      if (shop === undefined) throw new Error('The shop is open only while tests run')
      return shop
    },
    run: async (script, ...options) => {
      const out = join(folder, script.replaceAll('/', '-'))
      const end = await loadrun([script, ...options, '--out', out])
      return { end, result: JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as RunResult }
    },
  }
}
