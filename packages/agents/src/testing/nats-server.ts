import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'

const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin']
const program = folders.map((folder) => join(folder, 'nats-server')).find((path) => existsSync(path))

/** Whether tests with NATS are to be skipped: there is none, and this is no CI, where its absence is a failure. */
export const natsIsMissing = program === undefined && process.env.CI === undefined

if (natsIsMissing) process.stdout.write('Skipped: no nats-server was found (Debian: apt install nats-server)\n')

/** Where a server runs, if not on loopback: the words that start a program there, and an address of that host. */
export interface NatsPlace {
  readonly start: readonly string[]
  readonly address: string
}

const loopback: NatsPlace = { start: [], address: '127.0.0.1' }

/**
 * Below what Linux gives to outgoing connections: one of those would take the port while the server is away, were it only
 * one that connects to itself.
 */
const ports = { low: 10_000, high: 32_768 }

/** A real nats-server with JetStream on a free port, for one test. */
export class NatsServer {
  readonly url: string
  readonly #port: number
  readonly #place: NatsPlace
  readonly #folder: string
  readonly #more: readonly string[]
  #child: ChildProcess | undefined

  static async start(more: readonly string[] = [], place = loopback): Promise<NatsServer> {
    const folder = await mkdtemp(join(tmpdir(), 'loadrun-nats-'))
    for (let triesLeft = 50; ; triesLeft--) {
      const server = new NatsServer(randomInt(ports.low, ports.high), folder, more, place)
      try {
        await server.#run()
        return server
      } catch (error) {
        if (triesLeft === 0 || !String(error).includes('address already in use')) throw error
      }
    }
  }

  private constructor(port: number, folder: string, more: readonly string[], place: NatsPlace) {
    this.url = `nats://${place.address}:${port}`
    this.#port = port
    this.#folder = folder
    this.#more = more
    this.#place = place
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
    const { start, address } = this.#place
    const given = ['--addr', address, '--port', `${this.#port}`, '--jetstream', '--store_dir', this.#folder]
    const [command = '', ...args] = [...start, program ?? 'nats-server', ...given, ...this.#more]
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#child = child
    await new Promise<void>((resolve, reject) => {
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Server is ready')) resolve()
      })
      child.once('error', reject).once('exit', () => reject(new Error(`nats-server ended: ${said}`)))
    })
  }

  async #kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
}
