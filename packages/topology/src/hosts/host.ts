import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import process from 'node:process'

/** A network namespace that stands for a host: addresses, ports and TIME_WAIT of its own. */
export interface Host {
  /** A tier's name, or that of the load generator. */
  readonly name: string
  readonly addresses: readonly [string, ...string[]]
  /** The file that stands for its namespace. */
  readonly namespace: string
}

/**
 * Starts a module as a process with an IPC channel; on a host, its sockets are that host's. What this process was
 * started with (an inspector's port, `--eval`) is not meant for it.
 */
export function forkOnHost(entry: URL, host: Host | undefined): ChildProcess {
  return fork(entry, [], {
    // nsenter becomes the program that it starts, so that the process and its channel are the module's own.
    ...(host === undefined ? { execArgv: [] } : { execPath: 'nsenter', execArgv: [enter(host), process.execPath] }),
    env: withoutInspector(process.env),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // JSON would lose `undefined` and infinite numbers.
    serialization: 'advanced',
  })
}

/** A file as a process on the host sees it: what stands under `/proc/sys/net` depends on who reads. */
export function readFileOnHost(path: string, host: Host): string {
  return execFileSync('nsenter', [enter(host), 'cat', path], { encoding: 'utf8' })
}

function enter({ namespace }: Host): string {
  return `--net=${namespace}`
}

/** An inspector's port belongs to one process, and `--inspect-brk` would keep a tier from ever starting. */
function withoutInspector(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const options = environment.NODE_OPTIONS?.split(/\s+/).filter((option) => !option.startsWith('--inspect'))
  return options === undefined ? environment : { ...environment, NODE_OPTIONS: options.join(' ') }
}
