import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { readSocketGroups, type SocketGroup, serveSockets } from '@loadrun/sockets'
import { exitCodes, UserError } from '../exit-codes.ts'
import { renderSocketGroups } from '../socket-table/render.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'

/** Cursor to the corner, then everything erased: ECMA-48's CUP and ED. */
const clearScreen = '\x1b[H\x1b[2J'

export interface SocketsOptions {
  readonly watch?: boolean
  readonly most: number
  /** The address to tell them on; `true`: the usual one. */
  readonly serve?: ListenAddress | true
}

export interface ListenAddress {
  readonly host: string
  readonly port: number
}

const usualAddress: ListenAddress = { host: '127.0.0.1', port: 9465 }

/**
 * Prints this machine's TCP connections by peer, port and state; with `watch`, each second until Ctrl-C; with `serve`,
 * tells them to whoever asks over HTTP.
 */
export async function sockets({ watch = false, most, serve }: SocketsOptions, terminal: Terminal): Promise<number> {
  if (serve !== undefined) return tell(serve === true ? usualAddress : serve, terminal)
  terminal.print(renderSocketGroups(groupsNow(), most))
  if (!watch) return exitCodes.passed
  using stop = stopSignal()
  const stopped = once(stop.signal, 'abort')
  for (;;) {
    await Promise.race([delay(1000), stopped])
    if (stop.signal.aborted) return exitCodes.passed
    terminal.print(`${terminal.color ? clearScreen : ''}${renderSocketGroups(groupsNow(), most)}`)
  }
}

async function tell(address: ListenAddress, terminal: Terminal): Promise<number> {
  groupsNow()
  using stop = stopSignal()
  await using served = await serveSockets(address).catch((error: unknown) => {
    throw new UserError(
      `Cannot listen on ${address.host} port ${address.port}: ${error instanceof Error ? error.message : error}`,
      exitCodes.cannotRun,
    )
  })
  terminal.print(`sockets listens on ${served.url}`)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
  return exitCodes.passed
}

function groupsNow(): readonly SocketGroup[] {
  try {
    return readSocketGroups()
  } catch (error) {
    throw new UserError(
      `Cannot read this machine's sockets: ${error instanceof Error ? error.message : error}; /proc/net/tcp of Linux is wanted, or netstat`,
      exitCodes.cannotRun,
    )
  }
}
