import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getCallSites } from 'node:util'
import { speakerNow } from '../user.ts'

/** The text of a file, or with `'b'` its bytes. Paths count from the file that calls. As in k6, for loading only. */
export function open(path: string): string
export function open(path: string, mode: 'b'): Uint8Array
export function open(path: string, mode?: 'b'): string | Uint8Array {
  if (speakerNow() !== undefined) {
    throw new Error(`open('${path}') cannot be called by a user: read files at the top of the script, once`)
  }
  const file = isAbsolute(path) ? path : join(dirname(callerOf()), path)
  const bytes = readFileSync(file)
  return mode === 'b' ? bytes : bytes.toString('utf8')
}

/** The file from which `open()` was called. */
function callerOf(): string {
  const [, , caller] = getCallSites(3)
  const script = caller?.scriptName ?? ''
  return script.startsWith('file:') ? fileURLToPath(script) : script
}

const arrays = new Map<string, readonly unknown[]>()

/** A list that is made once on each worker thread, whoever asks for it by its name, and cannot be changed. */
export class SharedArray<Item = unknown> extends Array<Item> {
  static override get [Symbol.species]() {
    return Array
  }

  constructor(name: string, make: () => readonly Item[]) {
    super()
    const items = arrays.get(name) ?? make()
    if (!Array.isArray(items))
      throw new TypeError(`The SharedArray '${name}' cannot be made: its function gives no list`)
    arrays.set(name, items)
    for (const item of items as readonly Item[]) super.push(item)
    Object.freeze(this)
  }
}
