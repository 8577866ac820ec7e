import { stringify } from 'yaml'
import type { PlainValue } from './plain-value.ts'
import { readDocument } from './read-document.ts'

/** The values of a YAML text that is no scenario file, read as safely as one; or what is wrong with it, and where. */
export function readYaml(text: string): { readonly value: PlainValue } | { readonly problem: string } {
  const document = readDocument(text)
  if (document.value !== undefined) return { value: document.value }
  return { problem: document.mistakes.map(({ message }) => message).join('; ') }
}

/** Values as YAML, long texts in one line. */
export function writeYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 })
}
