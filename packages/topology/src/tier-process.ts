import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { UpstreamFailure } from '@loadrun/metrics'
import { LastText } from './last-text.ts'
import type { FromTier, TierAddress, TierCounted, ToTier } from './messages.ts'

const stderrKept = 8192
/** Enough for an uncaught error: its message, a stack and Node's version. */
const stderrLinesTold = 20

export type TierSample = Pick<TierCounted, 'atEpochMs' | 'counts'>

/** The parent's side of one tier: a child process, what it said, and what it has counted so far. */
export class TierProcess {
  readonly name: string
  /** One a second, in order. */
  readonly samples: TierSample[] = []
  /** Settles with how the process ended, for a sentence such as `tier "server" ended with exit code 1`. */
  readonly ended: Promise<string>
  readonly #child: ChildProcess
  readonly #stderr = new LastText(stderrKept)
  readonly #ready: Promise<TierAddress>
  #upstreamFailures: readonly UpstreamFailure[] = []
  #hasEnded = false
  readonly #lastTold = Promise.withResolvers<void>()
  #hasToldItsLast = false

  constructor(name: string, entry: URL) {
    this.name = name
    this.#child = fork(entry, [], {
      // What this process was started with (an inspector's port, `--eval`) is not meant for a tier.
      execArgv: [],
      env: withoutInspector(process.env),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // JSON would lose `undefined` and infinite numbers.
      serialization: 'advanced',
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (piece: string) => this.#stderr.add(piece))
    this.ended = this.#waitForEnd()
    this.#ready = this.#waitForReady()
    // Whoever starts the tier awaits this later; until then a failure is not an unhandled one.
    this.#ready.catch(() => {})
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /**
   * Asks what the tier has counted until now, after which it counts no further. Whether it told within `withinMs`; a
   * process that has ended tells nothing.
   */
  async tellLast(withinMs: number): Promise<boolean> {
    this.send({ type: 'load-ended' })
    const late = Promise.withResolvers<void>()
    const deadline = setTimeout(late.resolve, withinMs)
    await Promise.race([this.#lastTold.promise, this.ended, late.promise])
    clearTimeout(deadline)
    return this.#hasToldItsLast
  }

  /** As far as the tier has reported them. */
  get upstreamFailures(): readonly UpstreamFailure[] {
    return this.#upstreamFailures
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Sends `start` and waits for the tier to listen. Rejects with what the tier said when it could not. */
  async start(message: Extract<ToTier, { type: 'start' }>): Promise<TierAddress> {
    this.send(message)
    return this.#ready
  }

  /** A message to a process that has just ended goes nowhere; `ended` tells. */
  send(message: ToTier): void {
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  /** Asks the process to stop; after `withinMs` it is killed. Settles when it has ended. */
  async stop(withinMs: number): Promise<void> {
    this.send({ type: 'stop' })
    const deadline = setTimeout(() => this.kill(), withinMs)
    await this.ended
    clearTimeout(deadline)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  /** The last lines of stderr, ready to be appended to a sentence; empty when there was none. */
  lastWords(): string {
    const lines = this.#stderr.lines(stderrLinesTold)
    return lines.length === 0 ? '' : `; it said last:\n${lines.map((line) => `  ${line}`).join('\n')}`
  }

  async #waitForEnd(): Promise<string> {
    // `close` comes when stderr has been read to its end; after a failed spawn there is `error` alone.
    const how = await Promise.race([
      once(this.#child, 'close').then(([code, signal]) => (signal ? `by ${signal}` : `with exit code ${code}`)),
      new Promise<string>((resolve) => this.#child.on('error', (error) => this.pid ?? resolve(`(${error.message})`))),
    ])
    this.#hasEnded = true
    return how
  }

  #waitForReady(): Promise<TierAddress> {
    return new Promise((resolve, reject) => {
      this.#child.on('message', (message: FromTier) => {
        if (message.type === 'ready') resolve({ addresses: message.addresses, port: message.port })
        else if (message.type === 'failed') reject(new Error(message.message))
        else this.#keep(message)
      })
      this.ended.then((how) => reject(new Error(`its process ended ${how}${this.lastWords()}`)))
    })
  }

  #keep({ type, atEpochMs, counts, upstreamFailures }: Extract<FromTier, TierCounted>): void {
    this.samples.push({ atEpochMs, counts })
    this.#upstreamFailures = upstreamFailures
    if (type !== 'last-counts') return
    this.#hasToldItsLast = true
    this.#lastTold.resolve()
  }
}

/** An inspector's port belongs to one process, and `--inspect-brk` would keep a tier from ever starting. */
function withoutInspector(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const options = environment.NODE_OPTIONS?.split(/\s+/).filter((option) => !option.startsWith('--inspect'))
  return options === undefined ? environment : { ...environment, NODE_OPTIONS: options.join(' ') }
}
