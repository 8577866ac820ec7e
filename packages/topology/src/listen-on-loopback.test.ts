import { platform } from 'node:process'
import { expect, test } from 'vitest'
import { listenOnLoopback } from './listen-on-loopback.ts'

const ignore = () => {}

test('listenOnLoopback() takes one port below the ephemeral range on every address', async () => {
  const listening = await listenOnLoopback({ addresses: 3, port: undefined }, ignore)
  await listening.close()
  expect(listening.port).toBeGreaterThanOrEqual(10_000)
  expect(listening.port).toBeLessThan(32_768)
  expect([...listening.addresses, ...listening.missingAddresses]).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3'])
  if (platform === 'linux') expect(listening.missingAddresses).toEqual([])
})

test('listenOnLoopback() takes the port it is given, and says when it is taken', async () => {
  const first = await listenOnLoopback({ addresses: 1, port: undefined }, ignore)
  await expect(listenOnLoopback({ addresses: 1, port: first.port }, ignore)).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  await first.close()
  const second = await listenOnLoopback({ addresses: 1, port: first.port }, ignore)
  await second.close()
  expect(second.port).toBe(first.port)
})

test.runIf(platform === 'linux')('listenOnLoopback() gives its other addresses back when one is taken', async () => {
  const all = await listenOnLoopback({ addresses: 2, port: undefined }, ignore)
  await all.close()
  const first = await listenOnLoopback({ addresses: 1, port: all.port }, ignore)
  await expect(listenOnLoopback({ addresses: 2, port: all.port }, ignore)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await first.close()
  const again = await listenOnLoopback({ addresses: 2, port: all.port }, ignore)
  await again.close()
  expect(again.addresses).toHaveLength(2)
})
