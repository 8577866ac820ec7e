import { speaker, speakFor } from '../user.ts'

/** Waits so many seconds. */
export function sleep(seconds: number): Promise<void> {
  const { user } = speaker('sleep()')
  const durationMs = Number(seconds) * 1000
  if (!(durationMs >= 0)) throw new RangeError(`sleep() cannot take ${seconds} seconds: a number from 0 up is wanted`)
  return user.sleep(durationMs)
}

/** Puts `name` before the names of all requests and checks within. */
export function group<Result>(name: string, work: () => Result): Result {
  const { user, group: outer } = speaker('group()')
  return speakFor(user, `${outer}${name} / `, work)
}

/** Ends the iteration with an error. */
export function fail(message = 'fail() was called'): never {
  throw new Error(message)
}

/** From 0 (included) to 1 (excluded). Repeats with the seed, as `Math.random()` does not. */
export function random(): number {
  return speaker('random()').user.random()
}

/** A whole number from `low` to `high`, both included; repeats with the seed. */
export function randomInt(low: number, high: number): number {
  return Math.floor(low + random() * (high - low + 1))
}

/** One of them; repeats with the seed. */
export function randomChoice<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('randomChoice() cannot choose from an empty list')
  return item
}
