import { isMapping } from './imported.ts'

/** Text that means itself, though it may have what an expression begins with. */
export function literal(text: string): string {
  return text.replaceAll('{{', "{{ '{{' }}")
}

/** The same for all texts of a value. */
export function literalValue(value: unknown): unknown {
  if (typeof value === 'string') return literal(value)
  if (Array.isArray(value)) return value.map(literalValue)
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literalValue(each)]))
}
