import { goQuote } from './go-quote.ts'
import type { ReadBuffer } from './read-buffer.ts'

/** `undefined`: more bytes are needed. */
type BodyReading = 'complete' | BodyError | undefined

/** What is wrong with a body, in fasthttp's words. */
export interface BodyError {
  readonly reason: string
}

/** Why no more bytes come, as Go names it. */
export type ReadEnd = 'EOF' | 'timeout'

/** Reads past one body, as fasthttp 1.31 reads it (http.go, `readBody`). */
export interface Body {
  read(buffer: ReadBuffer): BodyReading
  /** What fasthttp makes of a body that ends early; `undefined`: it only passes the end on. */
  cutShort(by: ReadEnd): BodyError | undefined
}

export const bodyTooLarge: BodyError = { reason: 'body size exceeds the given limit' }

export function fixedBody(bytes: number): Body {
  let left = bytes
  return {
    read(buffer) {
      left -= buffer.skip(left)
      return left === 0 ? 'complete' : undefined
    },
    cutShort: unexpectedEof,
  }
}

/** `maxBytes` counts what the chunks hold. */
export function chunkedBody(maxBytes: number): Body {
  let step: 'size' | 'blank' | 'size-cr' | 'size-lf' | 'data' | 'data-cr' | 'data-lf' = 'size'
  let digits = 0
  let size = 0
  let left = 0
  let total = 0
  let crlf = ''

  function readStep(buffer: ReadBuffer, byte: number): BodyReading {
    const character = String.fromCharCode(byte)
    switch (step) {
      case 'size': {
        const digit = /[0-9a-fA-F]/.test(character) ? Number.parseInt(character, 16) : undefined
        if (digit === undefined) {
          if (digits === 0) return { reason: 'empty hex number' }
          step = 'blank'
          return undefined
        }
        if (digits === 15) return { reason: 'too large hex number' }
        size = size * 16 + digit
        digits += 1
        break
      }
      case 'blank':
        if (character !== ' ') {
          step = 'size-cr'
          return undefined
        }
        break
      case 'size-cr':
        if (character !== '\r') return unexpectedCharacter(character, '\r')
        step = 'size-lf'
        break
      case 'size-lf':
        if (character !== '\n') return unexpectedCharacter(character, '\n')
        if (total + size > maxBytes) return bodyTooLarge
        left = size
        step = size === 0 ? 'data-cr' : 'data'
        break
      case 'data':
        left -= buffer.skip(left)
        if (left === 0) step = 'data-cr'
        return undefined
      case 'data-cr':
        crlf = character
        step = 'data-lf'
        break
      case 'data-lf':
        crlf += character
        buffer.discard(1)
        if (crlf !== '\r\n') return { reason: 'cannot find crlf at the end of chunk' }
        if (size === 0) return 'complete'
        total += size
        digits = 0
        size = 0
        step = 'size'
        return undefined
    }
    buffer.discard(1)
    return undefined
  }

  return {
    read(buffer) {
      for (let byte = buffer.peekByte(); byte !== undefined; byte = buffer.peekByte()) {
        const reading = readStep(buffer, byte)
        if (reading !== undefined) return reading
      }
      return undefined
    },
    cutShort(by) {
      switch (step) {
        case 'size':
          return by === 'EOF' && digits > 0 ? cannotRead('\r', by) : undefined
        case 'blank':
        case 'size-cr':
          return cannotRead('\r', by)
        case 'size-lf':
          return cannotRead('\n', by)
        default:
          return unexpectedEof(by)
      }
    },
  }
}

function unexpectedEof(by: ReadEnd): BodyError | undefined {
  return by === 'EOF' ? { reason: 'unexpected EOF' } : undefined
}

function cannotRead(expected: string, by: ReadEnd): BodyError {
  const error = by === 'EOF' ? 'EOF' : 'i/o timeout'
  return { reason: `cannot read ${goQuoteCharacter(expected)} char at the end of chunk size: ${error}` }
}

function unexpectedCharacter(found: string, expected: string): BodyError {
  return {
    reason: `unexpected char ${goQuoteCharacter(found)} at the end of chunk size. Expected ${goQuoteCharacter(expected)}`,
  }
}

function goQuoteCharacter(character: string): string {
  if (character === "'") return "'\\''"
  if (character === '"') return "'\"'"
  return `'${goQuote(character).slice(1, -1)}'`
}
