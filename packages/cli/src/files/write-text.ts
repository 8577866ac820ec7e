import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { exitCodes, UserError } from '../exit-codes.ts'

/** Writes a file, in a folder that is made where there is none. */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const reason = {
      EISDIR: 'it is a folder',
      EACCES: 'it may not be written',
      ENOSPC: 'no space is left on the disk',
      ENOTDIR: 'a part of its path is a file',
      EEXIST: 'a part of its path is a file',
    }[code]
    throw new UserError(`Cannot write ${file}: ${reason ?? code}`, exitCodes.cannotRun)
  }
}
