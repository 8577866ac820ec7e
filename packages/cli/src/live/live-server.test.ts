import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { RunContent } from '@loadrun/report'
import { describe, expect, test } from 'vitest'
import { LiveServer } from './live-server.ts'

/** As large as asked, and numbered. */
function contentOf(number: number, bytes = 10): RunContent {
  return { kind: 'run', socketsNote: `${number} ${'x'.repeat(bytes)}` } as RunContent
}

async function openReader(url: string, path = 'events', host = new URL(url).host): Promise<Socket> {
  const { port, hostname } = new URL(url)
  const socket = connect({ port: Number(port), host: hostname })
  await once(socket, 'connect')
  socket.write(`GET /${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  return socket
}

async function textOf(socket: Socket): Promise<string> {
  socket.setEncoding('utf8')
  let text = ''
  for await (const chunk of socket) text += chunk
  return text
}

const numbersIn = (text: string) => [...text.matchAll(/"socketsNote":"(\d+) /g)].map(([, number]) => Number(number))

describe('LiveServer', () => {
  test('tells each reader every update, and those who come later the newest of each run', async () => {
    const server = await LiveServer.open('study', 0)
    const early = textOf(await openReader(server.url))
    const page = await fetch(server.url)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await page.text()).toContain("connect-src 'self'")
    for (const number of [1, 2]) server.update('before', 'before', () => contentOf(number))
    server.update('after', 'after', () => contentOf(3))
    const late = textOf(await openReader(server.url))
    await fetch(server.url)
    await server[Symbol.asyncDispose]()
    expect(numbersIn(await early)).toEqual([1, 2, 3])
    expect(numbersIn(await late)).toEqual([2, 3])
    expect(await late).toMatch(/event: end\ndata:\n\n/)
  })

  test('skips what a slow reader has no room for, and gives it the newest when it reads again', async () => {
    const server = await LiveServer.open('study', 0)
    const socket = await openReader(server.url)
    await fetch(server.url)
    for (let number = 1; number <= 200; number += 1) server.update('run', 'run', () => contentOf(number, 1_000_000))
    const read = textOf(socket)
    const closed = server[Symbol.asyncDispose]()
    const numbers = numbersIn(await read)
    expect(numbers.length).toBeLessThan(20)
    expect(numbers.at(-1)).toBe(200)
    await closed
  })

  test('asks for no content while nobody looks', async () => {
    await using server = await LiveServer.open('study', 0)
    server.update('run', 'run', () => {
      throw new Error('Nobody looks')
    })
  })

  test('answers only those who ask for it by its own address, for what there is', async () => {
    await using server = await LiveServer.open('study', 0)
    const statusOf = async (path: string, host?: string) => {
      const socket = await openReader(server.url, path, host)
      const [head] = await once(socket.setEncoding('utf8'), 'data')
      socket.destroy()
      return Number(String(head).split(' ')[1])
    }
    expect(await statusOf('', 'evil.example')).toBe(421)
    expect(await statusOf('events', 'evil.example')).toBe(421)
    expect(await statusOf('etc/passwd')).toBe(404)
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405)
  })

  test('says what it could not do where the port is taken', async () => {
    await using server = await LiveServer.open('study', 0)
    const port = Number(new URL(server.url).port)
    await expect(LiveServer.open('study', port)).rejects.toThrow(`Cannot serve the live page on 127.0.0.1:${port}`)
  })
})
