import { Buffer, isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import process from 'node:process'
import { cannotRead } from './read-text.ts'

/** The text that another tool wrote to a file, or writes to the standard input (`-`); no more than `mostBytes` is read. */
export async function foreignText(source: string, mostBytes: number): Promise<string> {
  try {
    const bytes = await bytesOf(source === '-' ? process.stdin : createReadStream(source), mostBytes)
    if (!isUtf8(bytes)) throw new Error('it is not text in UTF-8')
    return bytes.toString().replace(/^\ufeff/, '')
  } catch (error) {
    throw cannotRead(source === '-' ? 'the standard input' : source, error)
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of stream) {
    length += piece.length
    if (length > mostBytes) throw new Error(`it has more than the ${mostBytes} bytes that can be imported`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
