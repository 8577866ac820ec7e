import type { LocalPorts } from '@loadrun/metrics'

/** Where the kernel's tables of one network namespace are. */
export interface ObservedPlace {
  /** `/proc/net`, or `/proc/PID/net` for the namespace of another process. */
  readonly procNet: string
  /** The name of the only end of legs that is there; left out where all ends are. */
  readonly name?: string
}

/** A host that one end of legs has to itself. */
export interface ObservedHost extends Required<ObservedPlace> {
  readonly localPorts: LocalPorts
}
