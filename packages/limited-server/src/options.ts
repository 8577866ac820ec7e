import { type LimitedServerPlan, serverProfiles } from '@loadrun/plan'

/** Everything that decides how the server behaves: what a plan says of it, and what only tests change. */
export interface ServerOptions extends Omit<LimitedServerPlan, 'kind' | 'name' | 'seed'> {
  /** With `onDisconnect: abort`, how long a handler takes to notice that its client has gone. */
  readonly noticeDisconnectMs: number
  /** `false`: no `Server` header (fasthttp's `NoDefaultServerHeader`). */
  readonly serverHeader: boolean
  /** `false`: no `Date` header (fasthttp's `NoDefaultDate`). */
  readonly dateHeader: boolean
}

const notInPlans = { noticeDisconnectMs: 10, serverHeader: true, dateHeader: true }

/** fasthttp's defaults. */
export const defaultOptions: ServerOptions = {
  ...serverProfiles.fasthttp,
  ...notInPlans,
  latency: { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 0 } }] },
  work: undefined,
  host: '127.0.0.1',
  addresses: 1,
  port: undefined,
}

export function optionsFromPlan(plan: LimitedServerPlan): ServerOptions {
  return { ...plan, ...notInPlans }
}
