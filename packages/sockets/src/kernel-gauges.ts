/**
 * The line `TCP:` of `/proc/net/sockstat` as `sockstat.TCP.inuse`, `.orphan`, `.tw`, `.alloc` and `.mem` (pages).
 * `tw` counts sockets in FIN_WAIT2 without an owner besides those in TIME_WAIT, over IPv4 and IPv6; `orphan`, `alloc`
 * and `mem` are the whole machine's, `inuse` and `tw` the network namespace's.
 */
export function readGauges(sockstat: string): Record<string, number> {
  const line = sockstat.split('\n').find((each) => each.startsWith('TCP: '))
  const words = line?.split(' ') ?? []
  const gauges: Record<string, number> = {}
  for (let index = 1; index + 1 < words.length; index += 2) {
    gauges[`sockstat.TCP.${words[index]}`] = Number(words[index + 1])
  }
  return gauges
}
