import type { ChildProcess } from 'node:child_process'
import type { UpstreamFailure } from '@loadrun/metrics'
import { ChildEnd } from './child-end.ts'
import { forkOnHost, type Host } from './hosts/host.ts'
import type { FromTier, TierAddress, TierCounted, ToTier } from './messages.ts'

export type TierSample = Pick<TierCounted, 'atEpochMs' | 'counts'>

/** The parent's side of one tier: a child process, what it said, and what it has counted so far. */
export class TierProcess {
  readonly name: string
  /** One a second, in order. */
  readonly samples: TierSample[] = []
  /** Settles with how the process ended, for a sentence such as `tier "server" ended with exit code 1`. */
  readonly ended: Promise<string>
  readonly #child: ChildProcess
  readonly #end: ChildEnd
  readonly #ready: Promise<TierAddress>
  #upstreamFailures: readonly UpstreamFailure[] = []
  #hasEnded = false
  readonly #lastTold = Promise.withResolvers<void>()
  #hasToldItsLast = false

  /** `host`: where it runs; `undefined`: here. */
  constructor(name: string, entry: URL, host: Host | undefined) {
    this.name = name
    this.#child = forkOnHost(entry, host)
    this.#end = new ChildEnd(this.#child)
    this.ended = this.#end.ended.then((how) => {
      this.#hasEnded = true
      return how
    })
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
    return this.#end.lastWords()
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
