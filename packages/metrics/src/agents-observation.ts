import type { Measured } from './result.ts'
import type { SocketObservation } from './socket-observation.ts'

/** The machines that made a run's load, where they were others than loadrun's own. */
export interface AgentsObservation {
  readonly agents: readonly AgentObservation[]
  /** What lost agents did not make, as a share of the load: their threads' share of the time after they were lost. */
  readonly missingShare: number
  /** Whether the user said that such a run may pass all the same. */
  readonly degradedAllowed: boolean
  /** Whether the loss of one ended the load of all. */
  readonly stoppedByLoss: boolean
}

export interface AgentObservation {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly host: Measured['host']
  readonly workers: number
  /** Its clock against the coordinator's, by the shortest of several exchanges; left out where it answered none. */
  readonly clock?: Readonly<{ offsetMs: number; uncertaintyMs: number }>
  /** How long after the agreed moment its load began, by its own clock; left out where it never did. */
  readonly startLateMs?: number
  readonly requestsSent: number
  /** What the machine's kernel said of the load's own end of the leg to the target; left out where it was not told. */
  readonly sockets?: SocketObservation
  /** Two agents with the same one see the same sockets. */
  readonly network: string
  /** Left out where it worked to the end. */
  readonly lost?: Readonly<{
    reason: string
    /** Up to here it had told what it counted. */
    atMs: number
    /** Seconds that it told after it had been given up; they are not counted. */
    secondsTooLate: number
  }>
}
