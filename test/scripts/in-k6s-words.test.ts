import { expect, test } from 'vitest'
import { scriptsOnShop } from '../support/scripts-on-shop.ts'

const scripts = scriptsOnShop()

test('tags of requests, checks, metrics, users, scenarios and groups narrow thresholds down', async () => {
  const { result } = await scripts.run('test/scripts/tagged.js')
  expect(result.total.scriptErrors).toBeUndefined()
  expect(result.judgement.verdicts.filter(({ status }) => status !== 'pass')).toEqual([])
  expect(Object.keys(result.total.requests).toSorted()).toEqual([
    'browses/GET /search {method:GET}',
    'browses/an item {method:GET, page:item}',
    'buys/checkout / GET /items/7 {page:last}',
    'buys/checkout / GET /items/8 {mood:hurried, page:last}',
  ])
})

test('exec tells how the run goes, and ends it with what was measured', async () => {
  const { end, result } = await scripts.run('test/scripts/aborts.js')
  expect(end, end.stdout).toMatchObject({
    exitCode: 108,
    stdout: expect.stringContaining('Ended by its script: run (“the basket is lost”). There is no verdict.'),
  })
  expect(result.elapsedMs).toBeLessThan(20_000)
  expect(result.total.aborted).toMatchObject({ reason: 'the basket is lost' })
  expect(result.total.scriptErrors).toBeUndefined()
  const checks = Object.values(result.total.requests).flatMap((request) => Object.entries(request.checks))
  expect(checks.filter(([, { fails }]) => fails > 0)).toEqual([])
  expect(checks.map(([name]) => name).toSorted()).toEqual([
    'has its options',
    'has just begun',
    'is a share of iterations',
    'is one instance',
    'is somebody else',
  ])
  expect(scripts.shop.asked.at(-1)).toMatchObject({ url: '/feedback', body: 'over=yes' })
})

test('cookie jars, forms with files, pages, hashes, encodings and options are as in k6', async () => {
  const { end, result } = await scripts.run('test/scripts/keeps-and-sends.js')
  const checks = Object.values(result.total.requests).flatMap((request) => Object.entries(request.checks))
  expect(checks.filter(([, { fails }]) => fails > 0)).toEqual([])
  expect(result.judgement.verdicts.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass'])
  expect(end.stderr).toContain(
    '{"stats":["avg","p(99.9)","count"],"thresholds":{"{scenario:default} min>=250":{"ok":true}},"lasted":true}',
  )
  expect(
    new Set(scripts.shop.asked.filter(({ url }) => url === '/pictures').map(({ headers }) => headers['user-agent'])),
  ).toEqual(new Set(['shopper/1']))
  const signed = `Basic ${Buffer.from('ann:p@ss').toString('base64')}`
  expect(scripts.shop.asked.findLast(({ url }) => url === '/search')?.headers.authorization).toBe(signed)
})
