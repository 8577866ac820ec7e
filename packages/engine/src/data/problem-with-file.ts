import { accessSync, constants, statSync } from 'node:fs'
import { reasonOf } from './reason-of.ts'

/** Every worker thread holds the files that it sends in memory. */
const mostBytes = 256 * 2 ** 20

/** Why a file cannot be sent; `undefined`: it can. */
export function problemWithFile(path: string): string | undefined {
  try {
    const stats = statSync(path)
    if (stats.isDirectory()) return 'it is a folder'
    if (!stats.isFile()) return 'it is no file'
    if (stats.size > mostBytes) return `it has ${stats.size} bytes, more than the ${mostBytes} that a request may carry`
    accessSync(path, constants.R_OK)
    return undefined
  } catch (error) {
    return reasonOf(error)
  }
}
