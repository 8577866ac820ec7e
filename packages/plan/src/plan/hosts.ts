/** The name, in legs, hosts and reports, of the end that the load comes from. */
export const loadGenerator = 'client'

/** `netns`: a network namespace (Linux, root) for each tier and one for the load generator, as if each were a host. */
export interface IsolationPlan {
  readonly kind: 'netns'
  readonly hosts: readonly HostPlan[]
}

/** What is set on a host of its own; `undefined`: as the kernel has it. */
export interface HostPlan {
  /** A tier's name, or that of the load generator. */
  readonly name: string
  /** Local ports for its outgoing connections (Linux's `ip_local_port_range`), both ends included. */
  readonly localPorts: Readonly<{ low: number; high: number }> | undefined
  /** Whether a new connection may take over a port in TIME_WAIT (Linux's `tcp_tw_reuse`: 0, 1, 2). */
  readonly timeWaitReuse: 'never' | 'everywhere' | 'loopback' | undefined
}

/** A host that loadrun did not start, and how to ask it about its sockets. */
export interface ObservedHostPlan {
  readonly name: string
  readonly source:
    | { readonly kind: 'node_exporter'; readonly url: string }
    /** Prints what `ss -tan`, `netstat -an` or `/proc/net/tcp` have; run anew for each look, without a shell. */
    | { readonly kind: 'command'; readonly argv: readonly string[] }
    /** `loadrun sockets --serve` on that host. */
    | { readonly kind: 'loadrun'; readonly url: string }
  /** Only sockets with one of these ports at either end; `undefined`: all TCP sockets of the host. */
  readonly ports: readonly number[] | undefined
  readonly everyMs: number
  /** A look that takes longer is given up, and counts as missing. */
  readonly timeoutMs: number
}
