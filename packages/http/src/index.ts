export type { Answer, Client, Exchange, SendLimits } from './client.ts'
export { type Clock, clockSince, type Timer } from './clock.ts'
export { type AllowedTargets, allowedTargets } from './connecting/allowed-targets.ts'
export type { ConnectRules } from './connecting/connect-rules.ts'
export { Network } from './connecting/network.ts'
export { encoded } from './content-coding/encoded.ts'
export { type ClientKind, openClient } from './open-client.ts'
export type { PoolRules } from './pooled-client.ts'
export { redirected, redirectStatuses } from './redirect.ts'
export {
  type CompiledRequest,
  compileRequest,
  type HttpRequest,
  headerOf,
  type Keeping,
  type Route,
  requestMaker,
  withHeader,
} from './request.ts'
export { Stop, type StopSignal } from './stop.ts'
