import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { LimitedServer } from '../server.ts'
import { Client, withoutDate } from './client.ts'
import type { Transcript } from './transcript.ts'

export interface ReplayOptions {
  /** Waits of the recorded client are cut to this. */
  readonly longestPauseMs: number
  /** How long "nothing received" is watched. */
  readonly silenceMs: number
}

/** Does what the recorded client did and expects what it got, byte for byte but for dates. */
export async function replay(transcript: Transcript, server: LimitedServer, options: ReplayOptions): Promise<void> {
  const clients = new Map<string, Client>()
  const expected = new Map<string, string>()
  for (const event of transcript.events) {
    const isServersTurn = event.kind === 'receive' || event.kind === 'fin' || event.kind === 'rst'
    const pauseMs = Math.min(event.afterMs, options.longestPauseMs)
    if (!isServersTurn && pauseMs >= 1) await sleep(pauseMs)
    const client = clients.get(event.connection)
    const soFar = expected.get(event.connection) ?? ''
    if (event.kind === 'connect') {
      clients.set(event.connection, await Client.connect(server))
      continue
    }
    if (client === undefined) throw new Error(`Connection ${event.connection} was never opened`)
    switch (event.kind) {
      case 'send':
        client.send(event.bytes)
        break
      case 'close':
        expect(withoutDate(client.received)).toBe(soFar)
        client.close()
        break
      case 'receive': {
        const bytes = soFar + withoutDate(event.bytes)
        expected.set(event.connection, bytes)
        const received = await client.receives(bytes)
        expect(received.slice(0, bytes.length)).toBe(bytes)
        break
      }
      case 'fin':
      case 'rst':
        expect(await client.ends()).toBe(event.kind)
        expect(withoutDate(client.received)).toBe(soFar)
        break
      case 'silence':
        await sleep(options.silenceMs)
        expect(withoutDate(client.received)).toBe(soFar)
        expect(client.end).toBe(undefined)
        break
    }
  }
  for (const client of clients.values()) client.close()
}
