import type { FailureCause } from '@loadrun/metrics'

const words: Readonly<Record<FailureCause, string>> = {
  status: 'unexpected status',
  timeout: 'timed out',
  'connection-refused': 'connection refused',
  'connect-timeout': 'no connection in time',
  reset: 'connection reset',
  closed: 'connection closed early',
  'no-free-port': 'no free local port',
  'no-free-descriptor': 'no free file descriptor',
  'name-not-resolved': 'name not resolved',
  protocol: 'not HTTP',
  interrupted: 'interrupted at the end',
  other: 'other error',
}

/** Why a request failed, in words: `status 502`, `timed out`. */
export function causeText(cause: FailureCause, status: number | undefined): string {
  return status === undefined ? words[cause] : `status ${status}`
}
