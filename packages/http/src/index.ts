export type { Answer, Client, Exchange, SendLimits } from './client.ts'
export { type Clock, clockSince, type Timer } from './clock.ts'
export { type CompiledRequest, compileRequest, type HttpRequest, type Route, requestMaker } from './request.ts'
export { HttpClient } from './undici-client.ts'
