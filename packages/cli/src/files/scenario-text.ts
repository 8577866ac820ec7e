import { closeSync, openSync, readSync } from 'node:fs'
import { longestText } from '@loadrun/plan'

/** Characters have four bytes at most. */
const mostBytes = 4 * longestText

/** The text of a scenario file, of which no more is read than one can have; or why it cannot be had. */
export function scenarioText(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    const file = openSync(path, 'r')
    try {
      return textOf(startOf(file))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const known = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[code]
    return { problem: known ?? code }
  }
}

function startOf(file: number): Buffer {
  const bytes = Buffer.alloc(mostBytes + 1)
  let length = 0
  for (let read = 1; read > 0 && length < bytes.length; length += read) {
    read = readSync(file, bytes, length, bytes.length - length, null)
  }
  return bytes.subarray(0, length)
}

function textOf(bytes: Buffer): { text: string } | { problem: string } {
  if (bytes.length > mostBytes) return { problem: `it has more than the ${mostBytes} bytes that a scenario can have` }
  const [first, second] = bytes
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isUtf16) return { problem: 'it is text in UTF-16, and UTF-8 is wanted' }
  return { text: bytes.toString() }
}
