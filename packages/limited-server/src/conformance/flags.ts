import { defaultOptions, type ServerOptions } from '../options.ts'

/** The options that the command-line flags of the recorded server stand for. */
export function optionsFromFlags(flags: readonly string[]): ServerOptions {
  const flagValue = (flag: string) => {
    const at = flags.indexOf(flag)
    return at < 0 ? undefined : flags[at + 1]
  }
  const number = (flag: string) => {
    const value = flagValue(flag)
    return value === undefined ? undefined : Number(value)
  }
  const durationMs = (flag: string) => {
    const value = flagValue(flag)
    return value === undefined ? undefined : parseMs(value)
  }
  const handlerTimeout = () => {
    const afterMs = durationMs('-timeouthandler')
    if (afterMs === undefined) return undefined
    return { afterMs, status: number('-timeoutstatus') ?? 408, text: flagValue('-timeouttext') ?? 'handler timeout' }
  }
  const fast = flagValue('-fast') ?? 'none'
  const latencyMs = fast === 'none' ? 0 : parseMs(fast.replace('fixed:', ''))
  return {
    ...defaultOptions,
    concurrency: number('-concurrency') ?? defaultOptions.concurrency,
    latency: { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: latencyMs } }] },
    onDisconnect: flags.includes('-abort') ? 'abort' : 'continue',
    // Long enough for the connection that finds the slot still taken, short enough for the next one.
    noticeDisconnectMs: 40,
    idleTimeoutMs: durationMs('-idle'),
    readTimeoutMs: durationMs('-read'),
    writeTimeoutMs: durationMs('-write'),
    handlerTimeout: handlerTimeout(),
    getOnly: flags.includes('-getonly'),
    maxConnectionsPerIp: number('-maxperip'),
    maxRequestsPerConnection: number('-maxreq'),
    disableKeepalive: flags.includes('-nokeepalive'),
    maxRequestBodyBytes: number('-maxbody') ?? defaultOptions.maxRequestBodyBytes,
  }
}

function parseMs(duration: string): number {
  const match = /^(\d+)(ms|s)$/.exec(duration)
  if (match === null) throw new Error(`Cannot read the duration ${JSON.stringify(duration)}, expected one like 50ms`)
  return Number(match[1]) * (match[2] === 's' ? 1000 : 1)
}
