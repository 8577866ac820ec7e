/** Text and bytes go as they are; a mapping goes as a form, as in k6. */
export type GivenBody = string | Uint8Array | ArrayBuffer | Readonly<Record<string, unknown>> | null | undefined

/** The text to send, and what it is, where that follows from how it was given. */
export function bodyOf(body: GivenBody): {
  readonly text: string | Uint8Array | undefined
  readonly type: string | undefined
} {
  if (body === undefined || body === null) return { text: undefined, type: undefined }
  if (typeof body === 'string') return { text: body, type: undefined }
  if (body instanceof ArrayBuffer) return { text: new Uint8Array(body), type: undefined }
  if (body instanceof Uint8Array) return { text: body, type: undefined }
  if (typeof body !== 'object' || body instanceof FormData || body instanceof Blob) {
    throw new TypeError(
      'Cannot send this body: text or bytes are wanted, or a mapping of names to values that goes as a form',
    )
  }
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(body)) for (const one of [value].flat()) form.append(name, String(one))
  return { text: form.toString(), type: 'application/x-www-form-urlencoded' }
}
