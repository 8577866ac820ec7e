import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metrics, RunResult } from '@loadrun/metrics'
import { exitCodes, UserError } from '../exit-codes.ts'
import { type PartialHead, partialFile } from './partial-result.ts'

/** The folder of one run. While the run goes on, each second is added to a partial file, so that a crash loses nothing. */
export class ResultFolder {
  readonly path: string
  readonly #partial: string
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string) {
    this.path = path
    this.#partial = join(path, partialFile)
  }

  static async create(path: string, head: PartialHead): Promise<ResultFolder> {
    const folder = new ResultFolder(path)
    try {
      await mkdir(path, { recursive: true })
      await writeFile(folder.#partial, `${JSON.stringify(head)}\n`)
    } catch (error) {
      throw new UserError(
        `Cannot write to ${path}: ${error instanceof Error ? error.message : error}`,
        exitCodes.cannotRun,
      )
    }
    return folder
  }

  addInterval(interval: Metrics): void {
    this.#writing = this.#writing.then(() => appendFile(this.#partial, `${JSON.stringify({ interval })}\n`))
  }

  /** Writes the result and its page; the partial file is no longer needed then. */
  async finish(result: RunResult, page: string): Promise<void> {
    await this.#writing
    await writeFile(join(this.path, 'result.json'), `${JSON.stringify(result)}\n`)
    await writeFile(join(this.path, 'report.html'), page)
    await rm(this.#partial)
  }
}
