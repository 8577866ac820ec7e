import type { Answer } from '../client.ts'

/** The fields of a head that was found sound. */
export function headersOf(head: string): Answer['headers'] {
  const headers = new Map<string, string | string[]>()
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')
    const known = headers.get(name)
    headers.set(name, known === undefined ? value : [known, value].flat())
  }
  return Object.fromEntries(headers)
}
