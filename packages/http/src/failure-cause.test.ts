import { describe, expect, test } from 'vitest'
import { failureCause, failureText } from './failure-cause.ts'

function errorWith(code: string, message = code): Error {
  return Object.assign(new Error(message), { code })
}

describe('failureCause()', () => {
  test.each([
    ['ECONNREFUSED', 'connection-refused'],
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['EADDRNOTAVAIL', 'no-free-port'],
    ['EMFILE', 'no-free-descriptor'],
    ['NAME_NOT_RESOLVED', 'name-not-resolved'],
    ['ETIMEDOUT', 'connect-timeout'],
    ['UND_ERR_SOCKET', 'closed'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls'],
    ['EWHATEVER', 'other'],
  ])('takes %s for %s', (code, cause) => {
    expect(failureCause(errorWith(code), false)).toBe(cause)
  })

  test('takes an answer that does not add up for one cut off only where the other end has closed', () => {
    const error = errorWith('UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    expect([failureCause(error, true), failureCause(error, false)]).toEqual(['closed', 'protocol'])
  })
})

describe('failureText()', () => {
  test('says the same of a lack of descriptors, wherever the connection would have led', () => {
    const error = errorWith('EMFILE', 'connect EMFILE 127.0.0.3:80 - Local (undefined:undefined)')
    expect(failureText(error)).toBe('connect EMFILE: no file descriptor is left')
    expect(failureText(errorWith('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:80'))).toContain('127.0.0.1:80')
  })
})
