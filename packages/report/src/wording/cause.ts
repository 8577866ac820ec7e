import type { FailureCause, UpstreamFailure } from '@loadrun/metrics'

const words: Readonly<Record<FailureCause | UpstreamFailure['cause'], string>> = {
  status: 'unexpected status',
  expectation: 'not as expected',
  capture: 'nothing to capture',
  'answer-too-large': 'answer too large',
  'content-encoding': 'not decompressible',
  timeout: 'timed out',
  'connection-refused': 'connection refused',
  'connect-timeout': 'no connection in time',
  'headers-timeout': 'no answer begun in time',
  'total-timeout': 'all attempts took too long',
  'circuit-open': 'circuit breaker open',
  reset: 'connection reset',
  closed: 'connection closed early',
  'no-free-port': 'no free local port',
  'no-free-descriptor': 'no free file descriptor',
  'name-not-resolved': 'name not resolved',
  certificate: 'certificate not trusted',
  tls: 'no TLS',
  proxy: 'refused by the proxy',
  protocol: 'not HTTP',
  interrupted: 'interrupted at the end',
  other: 'other error',
}

/** Why a request failed, in words: `status 502`, `timed out`. */
export function causeText(cause: FailureCause | UpstreamFailure['cause'], status: number | undefined): string {
  return cause === 'status' && status !== undefined ? `status ${status}` : words[cause]
}
