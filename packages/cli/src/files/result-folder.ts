import { type FileHandle, mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metrics, RunResult } from '@loadrun/metrics'
import { exitCodes, UserError } from '../exit-codes.ts'
import { type PartialHead, partialFile } from './partial-result.ts'

/**
 * The folder of one run. While the run goes on, each second is added to a partial file, so that a crash loses nothing.
 * The file stays open: a load that uses up this process's file descriptors must not keep its own figures from being written.
 */
export class ResultFolder {
  readonly path: string
  readonly #partial: FileHandle
  #writing: Promise<unknown> = Promise.resolve()
  #trouble: string | undefined

  private constructor(path: string, partial: FileHandle) {
    this.path = path
    this.#partial = partial
  }

  static async create(path: string, head: PartialHead): Promise<ResultFolder> {
    try {
      await mkdir(path, { recursive: true })
      const partial = await open(join(path, partialFile), 'w')
      await partial.write(`${JSON.stringify(head)}\n`)
      return new ResultFolder(path, partial)
    } catch (error) {
      throw new UserError(`Cannot write to ${path}: ${messageOf(error)}`, exitCodes.cannotRun)
    }
  }

  /** A second that cannot be written is told of by `finish()`: the run goes on, and its result is whole all the same. */
  addInterval(interval: Metrics): void {
    this.#writing = this.#writing
      .then(() => this.#partial.write(`${JSON.stringify({ interval })}\n`))
      .catch((error: unknown) => {
        this.#trouble ??= `Not every second could be written while the run went on: ${messageOf(error)}`
      })
  }

  /** Writes the result and its page; the partial file is no longer needed then. Resolves with what went wrong before. */
  async finish(result: RunResult, page: string): Promise<string | undefined> {
    await this.#writing
    await this.#partial.close()
    await writeFile(join(this.path, 'result.json'), `${JSON.stringify(result)}\n`)
    await writeFile(join(this.path, 'report.html'), page)
    await rm(join(this.path, partialFile))
    return this.#trouble
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
