import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface BenchServer {
  readonly url: string
  /** Requests answered so far. */
  answers(): Promise<number>
  /**
   * When the first requests came, in milliseconds of the monotonic clock: as many as `times` asks for. The kernel's own
   * note of it, so that a server that has to wait for its processor makes no request late.
   */
  arrivalsMs(): Float64Array
  stop(): Promise<void>
}

export interface ServerRules {
  /** Arrivals whose moments are kept. */
  readonly times?: number
  /** Stands still for `stallMs` at the end of every `everyMs`, counted from the first request. */
  readonly stall?: Readonly<{ stallMs: number; everyMs: number }>
}

let started = 0

/** Compiles the server into the folder and starts it on a core of its own. */
export async function startServer(
  folder: string,
  core: number,
  { times = 0, stall }: ServerRules = {},
): Promise<BenchServer> {
  const program = join(folder, 'server')
  if (!existsSync(program)) execFileSync('cc', ['-O2', '-o', program, join(import.meta.dirname, 'server.c')])
  const counts = join(folder, `answers-${started++}`)
  const rules = [times, ...(stall === undefined ? [] : [stall.stallMs, stall.everyMs])].map(String)
  const running = spawn('taskset', ['-c', String(core), program, counts, ...rules], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(running, 'exit')
  const [port] = (await once(createInterface(running.stdout), 'line')) as [string]
  const file = openSync(counts, 'r')
  const bytes = Buffer.alloc(8 * (1 + times))
  const read = () => {
    readSync(file, bytes, 0, bytes.length, 0)
    return Number(bytes.readBigUInt64LE())
  }
  return {
    url: `http://127.0.0.1:${port}`,
    answers: async () => {
      readSync(file, bytes, 0, 8, 0)
      return Number(bytes.readBigUInt64LE())
    },
    arrivalsMs: () => {
      const count = Math.min(times, read())
      return Float64Array.from({ length: count }, (_, index) => Number(bytes.readBigUInt64LE(8 + 8 * index)) / 1e6)
    },
    stop: async () => {
      running.kill()
      await ended
      closeSync(file)
    },
  }
}
