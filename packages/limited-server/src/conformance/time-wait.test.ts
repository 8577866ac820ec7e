import { readFileSync } from 'node:fs'
import { platform } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { defaultOptions } from '../options.ts'
import { Client } from './client.ts'
import { startTestServer } from './test-server.ts'

const timeWait = '06'

/** How many sockets of this port, at either end, are in TIME_WAIT. */
function countTimeWait(port: number): number {
  const hexPort = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/ +/))
    .filter(([, local, remote, state]) => state === timeWait && `${local} ${remote}`.includes(hexPort)).length
}

test.runIf(platform === 'linux')('a refusal leaves no TIME_WAIT, as fasthttp’s leaves none', async () => {
  await using server = await startTestServer({ ...defaultOptions, concurrency: 1 })
  const holder = await Client.connect(server)
  const refused = 50
  for (let count = 0; count < refused; count += 1) {
    const client = new Client(server)
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await client.ends()
    expect(client.received).toContain('Server.Concurrency limit exceeded')
    await sleep(2)
    client.close()
  }
  expect(server.counts().rejected).toBe(refused)
  expect(countTimeWait(server.address.port)).toBe(0)
  holder.reset()
})
