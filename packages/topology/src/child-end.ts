import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { LastText } from './last-text.ts'

const stderrKept = 8192
/** Enough for an uncaught error: its message, a stack and Node's version. */
const stderrLinesTold = 20

/** How a child process ended, and what it said last. */
export class ChildEnd {
  /** Settles with how the process ended, for a sentence such as `tier "server" ended with exit code 1`. */
  readonly ended: Promise<string>
  readonly #stderr = new LastText(stderrKept)

  constructor(child: ChildProcess) {
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => this.#stderr.add(piece))
    // `close` comes when stderr has been read to its end; after a failed spawn there is `error` alone.
    this.ended = Promise.race([
      once(child, 'close').then(([code, signal]) => (signal ? `by ${signal}` : `with exit code ${code}`)),
      new Promise<string>((resolve) => child.on('error', (error) => child.pid ?? resolve(`(${error.message})`))),
    ])
  }

  /** The last lines of stderr, ready to be appended to a sentence; empty when there was none. */
  lastWords(): string {
    const lines = this.#stderr.lines(stderrLinesTold)
    return lines.length === 0 ? '' : `; it said last:\n${lines.map((line) => `  ${line}`).join('\n')}`
  }
}
