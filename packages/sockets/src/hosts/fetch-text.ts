const mostBytes = 16 * 1024 * 1024

/** The body that a URL answers with. Rejects where it cannot be had, has no status of success, or is longer than 16 MiB. */
export async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { signal, redirect: 'error' }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw new Error(`${url} cannot be reached: ${causeOf(error)}`)
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`${url} answers with status ${response.status}`)
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > mostBytes) throw new Error(`${url} answers with more than 16 MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** fetch says only that it failed; why stands in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message
}
