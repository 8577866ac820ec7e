export { type Clock, systemClock } from './clock.ts'
export { type Middleware, startMiddleware } from './middleware.ts'
