import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'

const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin']
const program = folders.map((folder) => join(folder, 'nats-server')).find((path) => existsSync(path))

/** Whether tests with NATS are to be skipped: there is none, and this is no CI, where its absence is a failure. */
export const natsIsMissing = program === undefined && process.env.CI === undefined

if (natsIsMissing) process.stdout.write('Skipped: no nats-server was found (Debian: apt install nats-server)\n')

/** A real nats-server with JetStream on a free port of loopback, for one test. */
export class NatsServer {
  readonly url: string
  readonly port: number
  readonly #folder: string
  readonly #more: readonly string[]
  #child: ChildProcess | undefined

  static async start(more: readonly string[] = []): Promise<NatsServer> {
    const server = new NatsServer(await freePort(), await mkdtemp(join(tmpdir(), 'loadrun-nats-')), more)
    await server.#run()
    return server
  }

  private constructor(port: number, folder: string, more: readonly string[]) {
    this.port = port
    this.url = `nats://127.0.0.1:${port}`
    this.#folder = folder
    this.#more = more
  }

  /** Dies as a machine does, and comes back with what it had on its disk. */
  async restart(awayMs: number): Promise<void> {
    await this.#kill()
    await delay(awayMs)
    await this.#run()
  }

  async stop(): Promise<void> {
    await this.#kill()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #run(): Promise<void> {
    const given = ['--addr', '127.0.0.1', '--port', `${this.port}`, '--jetstream', '--store_dir', this.#folder]
    const child = spawn(program ?? 'nats-server', [...given, ...this.#more], { stdio: 'ignore' })
    this.#child = child
    await once(child, 'spawn')
    const deadline = performance.now() + 10_000
    while (!(await listens(this.port))) {
      if (child.exitCode !== null || performance.now() > deadline) throw new Error('nats-server did not start')
      await delay(20)
    }
  }

  async #kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
