/** A counter of the kernel's network stack and what it tells about a load test. */
export interface KernelCounter {
  /** The prefix and the name in `/proc/net/snmp` (`Tcp.`) or `/proc/net/netstat` (`TcpExt.`). */
  readonly name: string
  readonly tells: string
}

/** The counters that are observed, of the whole network namespace. */
export const kernelCounters: readonly KernelCounter[] = [
  { name: 'Tcp.ActiveOpens', tells: 'connections opened from here; stops growing when no port is left' },
  { name: 'Tcp.PassiveOpens', tells: 'connections accepted here' },
  { name: 'Tcp.AttemptFails', tells: 'connections that failed before they stood: refused or timed out' },
  { name: 'Tcp.EstabResets', tells: 'standing connections that ended in a reset, sent or received' },
  { name: 'Tcp.OutRsts', tells: 'resets sent: data for a closed socket, or a close with data unread' },
  { name: 'Tcp.RetransSegs', tells: 'segments sent again: loss, or a peer that does not answer' },
  { name: 'TcpExt.TW', tells: 'sockets that began TIME_WAIT, or FIN_WAIT2 without an owner' },
  { name: 'TcpExt.TWRecycled', tells: 'ports in TIME_WAIT that a new connection took over' },
  { name: 'TcpExt.TWKilled', tells: 'TIME_WAIT sockets ended before their 60 s' },
  { name: 'TcpExt.TCPTimeWaitOverflow', tells: 'closes that skipped TIME_WAIT because tcp_max_tw_buckets was reached' },
  { name: 'TcpExt.ListenOverflows', tells: 'connections dropped because an accept queue was full' },
  { name: 'TcpExt.ListenDrops', tells: 'connections dropped by a listening socket for whatever reason' },
  { name: 'TcpExt.TCPReqQFullDoCookies', tells: 'SYNs answered with a cookie because the SYN queue was full' },
  { name: 'TcpExt.TCPReqQFullDrop', tells: 'SYNs dropped because the SYN queue was full' },
  { name: 'TcpExt.SyncookiesSent', tells: 'SYN cookies sent' },
  { name: 'TcpExt.TCPSynRetrans', tells: 'SYNs sent again: the other side does not take connections' },
  { name: 'TcpExt.TCPTimeouts', tells: 'retransmission timers that ran out' },
  { name: 'TcpExt.TCPAbortOnData', tells: 'resets because data came for a closed socket' },
  { name: 'TcpExt.TCPAbortOnClose', tells: 'resets because a program closed a socket with data unread' },
  { name: 'TcpExt.TCPAbortOnTimeout', tells: 'connections given up after too many retransmissions' },
  { name: 'TcpExt.TCPAbortOnMemory', tells: 'connections given up for lack of socket memory or too many orphans' },
  { name: 'TcpExt.TCPAbortOnLinger', tells: 'sockets ended because FIN_WAIT2 lasted too long' },
  { name: 'TcpExt.TCPKeepAlive', tells: 'keep-alive probes sent on idle connections' },
]

const observedNames = new Set(kernelCounters.map(({ name }) => name))

/**
 * The observed counters out of the text of `/proc/net/snmp` and `/proc/net/netstat`, where a line of names and a line of
 * values begin with the same word. A counter that this kernel does not have is left out.
 */
export function readCounters(...texts: readonly string[]): Map<string, number> {
  const counters = new Map<string, number>()
  for (const text of texts) {
    const lines = text.split('\n')
    for (let index = 0; index + 1 < lines.length; index += 2) {
      const names = (lines[index] ?? '').split(' ')
      const values = (lines[index + 1] ?? '').split(' ')
      const prefix = (names[0] ?? '').replace(':', '.')
      for (let column = 1; column < names.length; column++) {
        const name = `${prefix}${names[column]}`
        if (observedNames.has(name)) counters.set(name, Number(values[column]))
      }
    }
  }
  return counters
}

/** By how much each counter has grown. */
export function countersSince(
  earlier: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Record<string, number> {
  return Object.fromEntries([...now].map(([name, value]) => [name, value - (earlier.get(name) ?? 0)]))
}
