import type { Answer } from '@loadrun/http'
import type { Failure, FailureCause } from '@loadrun/metrics'

const keptCharacters = 4096

/** A failure that was found in an answer. */
export function failedBy(cause: FailureCause, text: string, answer: Answer, body = bodyTextOf(answer)): Failure {
  return {
    cause,
    text,
    fromServer: cause === 'status',
    headers: headerTexts(answer),
    body: body.slice(0, keptCharacters),
    connection: answer.connection,
  }
}

export function bodyTextOf({ body }: Answer): string {
  return body.subarray(0, keptCharacters).toString()
}

function headerTexts({ headers }: Answer): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))
}
