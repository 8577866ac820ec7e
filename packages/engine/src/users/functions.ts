import { createHash, createHmac } from 'node:crypto'
import type { FunctionName, JsonValue } from '@loadrun/plan'
import type { Random } from '@loadrun/random'
import type { Iteration } from './iteration.ts'
import { toText } from './to-text.ts'

/** What functions know beside what they are given. */
export interface Surroundings {
  readonly iteration: Iteration
  /** Milliseconds since 1970. */
  readonly nowEpochMs: () => number
  /** A whole number from 1, never the same twice in the run. */
  readonly count: () => number
}

type Call = (given: readonly JsonValue[], around: Surroundings) => JsonValue

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
const longestText = 100_000

export const calls: Readonly<Record<FunctionName, Call>> = {
  uuid: (_, { iteration }) => uuid(iteration.random),
  traceparent: (_, { iteration, nowEpochMs }) => traceparent(iteration.random, nowEpochMs()),
  randomInt: ([low, high], { iteration }) => between(Number(low), Number(high), iteration.random),
  randomChoice: (given, { iteration }) => {
    const [first] = given
    const choices = given.length === 1 && Array.isArray(first) ? first : given
    return choices[Math.floor(iteration.random() * choices.length)] ?? null
  },
  randomString: ([length], { iteration }) => {
    const count = Math.min(longestText, Math.max(0, Math.floor(Number(length)) || 0))
    return Array.from({ length: count }, () => letters[Math.floor(iteration.random() * letters.length)]).join('')
  },
  counter: (_, { count }) => count(),
  iteration: (_, { iteration }) => iteration.number + 1,
  now: (_, { nowEpochMs }) => Math.floor(nowEpochMs()),
  timestamp: (_, { nowEpochMs }) => new Date(nowEpochMs()).toISOString(),
  base64: ([text]) => Buffer.from(toText(text)).toString('base64'),
  hash: ([algorithm, text]) => createHash(toText(algorithm)).update(toText(text)).digest('hex'),
  hmac: ([algorithm, key, text]) => createHmac(toText(algorithm), toText(key)).update(toText(text)).digest('hex'),
  urlEncode: ([text]) => encodeURIComponent(toText(text).toWellFormed()),
  json: ([value]) => JSON.stringify(value ?? null),
  length: ([value]) => (Array.isArray(value) || typeof value === 'string' ? value.length : keysOf(value)),
  number: ([text]) => {
    const number = Number(toText(text))
    return Number.isFinite(number) ? number : null
  },
}

function keysOf(value: JsonValue | undefined): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

/** A whole number from `low` to `high`, both included. */
function between(low: number, high: number, random: Random): number {
  return Math.floor(low + random() * (high - low + 1))
}

/**
 * Of a trace that begins here and is to be sampled (W3C Trace Context, section 3.2). The moment is in its id, so that runs
 * of one seed do not share traces.
 */
function traceparent(random: Random, epochMs: number): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => between(0, 15, random).toString(16)).join('')
  const moment = Math.floor(epochMs).toString(16).padStart(12, '0').slice(-12)
  // An id of nothing but zeros is none.
  return `00-${moment}${hex(20)}-${hex(15)}1-01`
}

/** Of version 4 (RFC 9562), from the seeded random. */
function uuid(random: Random): string {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
}
