import { z } from 'zod'
import { text } from './values.ts'

export const headerValue = text('text; quote numbers').regex(/^[\t\x20-\x7e\x80-\xff]*$/, {
  error: 'text in one line, of characters that headers can hold',
})

/** Headers that the author may set: all but some, in lower case, which `wanted` speaks of. */
export function headersExcept<Value extends z.ZodType>(except: readonly string[], wanted: string, value: Value) {
  const headerName = z
    .string()
    .regex(/^[!#$%&'*+.^_`|~\w-]+$/, { error: 'a header name' })
    .refine((name) => !except.includes(name.toLowerCase()), { error: wanted })
  return z.record(headerName, value, { error: 'a mapping of header names to text' }).refine(isEachOnce, {
    error: 'each header once, whatever the case of its letters',
  })
}

function isEachOnce(given: object): boolean {
  const names = Object.keys(given)
  return new Set(names.map((name) => name.toLowerCase())).size === names.length
}
