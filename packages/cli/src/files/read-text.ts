import { readFile } from 'node:fs/promises'
import { exitCodes, UserError } from '../exit-codes.ts'

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const reason = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[code]
    throw new UserError(`Cannot read ${file}: ${reason ?? code}`, exitCodes.badInput)
  }
}
