import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { readSocketGroups, type SocketGroup } from '@loadrun/sockets'
import { exitCodes, UserError } from '../exit-codes.ts'
import { renderSocketGroups } from '../socket-table/render.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'

/** Cursor to the corner, then everything erased: ECMA-48's CUP and ED. */
const clearScreen = '\x1b[H\x1b[2J'

export interface SocketsOptions {
  readonly watch?: boolean
  readonly most: number
}

/** Prints this machine's TCP connections by peer, port and state; with `watch`, each second until Ctrl-C. */
export async function sockets({ watch = false, most }: SocketsOptions, terminal: Terminal): Promise<number> {
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

function groupsNow(): readonly SocketGroup[] {
  try {
    return readSocketGroups()
  } catch (error) {
    throw new UserError(
      `Cannot read this machine's sockets: ${error instanceof Error ? error.message : error}; /proc/net/tcp of Linux is wanted`,
      exitCodes.cannotRun,
    )
  }
}
