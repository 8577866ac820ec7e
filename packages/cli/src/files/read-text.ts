import { readFile } from 'node:fs/promises'
import { exitCodes, UserError } from '../exit-codes.ts'

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw cannotRead(file, error)
  }
}

/** What is said of a file that could not be read. */
export function cannotRead(file: string, error: unknown): UserError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[code]
  const reason = known ?? (code !== '' || !(error instanceof Error) ? code || String(error) : error.message)
  return new UserError(`Cannot read ${file}: ${reason}`, exitCodes.badInput)
}
