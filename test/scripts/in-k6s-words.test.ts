import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { loadrun, newFolder } from '../support/loadrun.ts'
import { openShop, type Shop } from '../support/shop.ts'

let shop: Shop
let folder: string
beforeAll(async () => {
  shop = await openShop()
  folder = await newFolder()
  process.env.BASE_URL = shop.url
})
afterAll(async () => {
  delete process.env.BASE_URL
  await shop.close()
  await rm(folder, { recursive: true })
})

async function run(script: string) {
  const out = join(folder, script)
  const end = await loadrun([`test/scripts/${script}`, '--out', out])
  const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as RunResult
  return { end, result }
}

test('tags of requests, checks, metrics, users, scenarios and groups narrow thresholds down', async () => {
  const { result } = await run('tagged.js')
  expect(result.total.scriptErrors).toBeUndefined()
  expect(result.judgement.verdicts.filter(({ status }) => status !== 'pass')).toEqual([])
  expect(Object.keys(result.total.requests).toSorted()).toEqual([
    'browses/GET /search',
    'browses/an item {page:item}',
    'buys/checkout / GET /items/7 {page:last}',
    'buys/checkout / GET /items/8 {mood:hurried, page:last}',
  ])
})
