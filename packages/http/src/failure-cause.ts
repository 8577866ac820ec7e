import type { FailureCause } from '@loadrun/metrics'

/** Codes of Node, its resolver, the wire client and undici; what is not here is `other`. */
const causes: Readonly<Record<string, FailureCause>> = {
  ECONNREFUSED: 'connection-refused',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  EADDRNOTAVAIL: 'no-free-port',
  EMFILE: 'no-free-descriptor',
  ENFILE: 'no-free-descriptor',
  ENOTFOUND: 'name-not-resolved',
  EAI_AGAIN: 'name-not-resolved',
  EAI_FAIL: 'name-not-resolved',
  ENODATA: 'name-not-resolved',
  ANSWER_CUT_OFF: 'closed',
  ANSWER_UNREADABLE: 'protocol',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
}

/** What an error of a connection means for the request on it. `hasEnded`: the other end had closed its side (FIN). */
export function failureCause(error: Error, hasEnded: boolean): FailureCause {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // undici says both of an answer that was cut off and of one that contradicts itself.
  const isUnreadable = code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || error.name === 'HTTPParserError'
  if (isUnreadable) return hasEnded ? 'closed' : 'protocol'
  // undici says so of an answer that nobody asked for, or an upgrade.
  if (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')) return 'protocol'
  return causes[code] ?? 'other'
}

/** The error's own words; where it stands for several (a name with several addresses), theirs. */
export function failureText(error: Error): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map((each: unknown) => (each instanceof Error ? each.message : String(each))).join('; ')
  }
  return error.message
}
