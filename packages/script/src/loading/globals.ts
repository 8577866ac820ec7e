import process from 'node:process'
import { open } from '../api/files.ts'
import { speakerNow } from '../user.ts'

/** k6's globals: `__ENV`, `__VU` (0 while files are loaded), `__ITER` and `open()`. */
export function provideGlobals(): void {
  define('__ENV', () => speakerNow()?.user.facts.environment ?? environment)
  define('__VU', () => speakerNow()?.user.facts.user ?? 0)
  define('__ITER', () => speakerNow()?.user.facts.iterationOfUser ?? 0)
  define('open', () => open)
}

/** As this process has it. */
export const environment: Readonly<Record<string, string>> = Object.freeze(
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ),
)

function define(name: string, get: () => unknown): void {
  Object.defineProperty(globalThis, name, { get, configurable: true })
}
