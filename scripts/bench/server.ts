import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface BenchServer {
  readonly url: string
  /** Requests answered so far. */
  answers(): number
  stop(): Promise<void>
}

/** Compiles the server into the folder and starts it on a core of its own. */
export async function startServer(folder: string, core: number): Promise<BenchServer> {
  const program = join(folder, 'server')
  execFileSync('cc', ['-O2', '-o', program, join(import.meta.dirname, 'server.c')])
  const counts = join(folder, 'answers')
  const running = spawn('taskset', ['-c', String(core), program, counts], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(running, 'exit')
  const [port] = (await once(createInterface(running.stdout), 'line')) as [string]
  const file = openSync(counts, 'r')
  const bytes = Buffer.alloc(8)
  return {
    url: `http://127.0.0.1:${port}`,
    answers: () => {
      readSync(file, bytes, 0, 8, 0)
      return Number(bytes.readBigUInt64LE())
    },
    stop: async () => {
      running.kill()
      await ended
      closeSync(file)
    },
  }
}
