import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { exitCodes, UserError } from '../exit-codes.ts'

/** Writes a file that is not there yet; one that is only with `force`. */
export async function writeNew(file: string, text: string, force: boolean): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text, { flag: force ? 'w' : 'wx' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'EEXIST') throw isThereAlready(file)
    throw new UserError(`Cannot write ${file}: ${code}`, exitCodes.cannotRun)
  }
}

export function isThereAlready(file: string): UserError {
  return new UserError(`Cannot write ${file}: it is there already (--force replaces it)`, exitCodes.badInput)
}
