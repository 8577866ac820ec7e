import type { FailureCause } from '@loadrun/metrics'

/** Codes of Node, its resolver, the wire client and undici; what is not here is `other`. */
const causes: Readonly<Record<string, FailureCause>> = {
  ECONNREFUSED: 'connection-refused',
  ETIMEDOUT: 'connect-timeout',
  CONNECT_TIMEOUT: 'connect-timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  EADDRNOTAVAIL: 'no-free-port',
  // Said of a local address that was asked for, when all its ports are taken.
  EADDRINUSE: 'no-free-port',
  EMFILE: 'no-free-descriptor',
  ENFILE: 'no-free-descriptor',
  NAME_NOT_RESOLVED: 'name-not-resolved',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  ANSWER_CUT_OFF: 'closed',
  ANSWER_UNREADABLE: 'protocol',
  ANSWER_TOO_LARGE: 'answer-too-large',
  ANSWER_UNDECODABLE: 'content-encoding',
  HTTP2_NOT_SPOKEN: 'protocol',
  PROXY_REFUSED: 'proxy',
  ERR_HTTP2_STREAM_ERROR: 'reset',
  ERR_HTTP2_ERROR: 'protocol',
  ERR_HTTP2_SESSION_ERROR: 'protocol',
  ERR_HTTP2_GOAWAY_SESSION: 'closed',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
}

/** What OpenSSL can find wrong with a certificate. */
const certificateCodes = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
])

/** What an error of a connection means for the request on it. `hasEnded`: the other end had closed its side (FIN). */
export function failureCause(error: Error, hasEnded: boolean): FailureCause {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // undici says both of an answer that was cut off and of one that contradicts itself.
  const isUnreadable = code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || error.name === 'HTTPParserError'
  if (isUnreadable) return hasEnded ? 'closed' : 'protocol'
  // undici says so of an answer that nobody asked for, or an upgrade.
  if (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')) return 'protocol'
  // undici says so of a stream of HTTP/2 that the other end has reset.
  if (code === 'UND_ERR_INFO' && error.message.startsWith('HTTP/2: stream')) return 'reset'
  if (code === 'ECONNRESET' && error.message.includes('before secure TLS')) return 'closed'
  if (certificateCodes.has(code)) return 'certificate'
  if (/^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$)/.test(code)) return causes[code] ?? 'tls'
  return causes[code] ?? 'other'
}

/** The error's own words, but for those that say of this host's shortage where the connection would have led. */
export function failureText(error: Error): string {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EMFILE' || code === 'ENFILE') return `connect ${code}: no file descriptor is left`
  return error.message
}
