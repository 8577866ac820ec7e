import { platform } from 'node:process'
import { expect, test } from 'vitest'
import { listenOnAddresses } from './listen-on-addresses.ts'

const ignore = () => {}

test('listenOnAddresses() takes one port below the ephemeral range on every address', async () => {
  const listening = await listenOnAddresses({ host: '127.0.0.1', addresses: 3, port: undefined }, ignore)
  await listening.close()
  expect(listening.port).toBeGreaterThanOrEqual(10_000)
  expect(listening.port).toBeLessThan(32_768)
  expect([...listening.addresses, ...listening.missingAddresses]).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3'])
  if (platform === 'linux') expect(listening.missingAddresses).toEqual([])
})

test('listenOnAddresses() takes the port it is given, and says when it is taken', async () => {
  const first = await listenOnAddresses({ host: '127.0.0.1', addresses: 1, port: undefined }, ignore)
  await expect(listenOnAddresses({ host: '127.0.0.1', addresses: 1, port: first.port }, ignore)).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  await first.close()
  const second = await listenOnAddresses({ host: '127.0.0.1', addresses: 1, port: first.port }, ignore)
  await second.close()
  expect(second.port).toBe(first.port)
})

test.runIf(platform === 'linux')('listenOnAddresses() gives its other addresses back when one is taken', async () => {
  const all = await listenOnAddresses({ host: '127.0.0.1', addresses: 2, port: undefined }, ignore)
  await all.close()
  const first = await listenOnAddresses({ host: '127.0.0.1', addresses: 1, port: all.port }, ignore)
  await expect(listenOnAddresses({ host: '127.0.0.1', addresses: 2, port: all.port }, ignore)).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  await first.close()
  const again = await listenOnAddresses({ host: '127.0.0.1', addresses: 2, port: all.port }, ignore)
  await again.close()
  expect(again.addresses).toHaveLength(2)
})

test.runIf(platform === 'linux')('listenOnAddresses() counts up from the host, over the end of a byte', async () => {
  const listening = await listenOnAddresses({ host: '127.1.0.254', addresses: 3, port: undefined }, ignore)
  await listening.close()
  expect(listening.addresses).toEqual(['127.1.0.254', '127.1.0.255', '127.1.1.0'])
})
