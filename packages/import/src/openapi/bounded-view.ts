/** What a sampler may look at before it is stopped: far more than an example that a person could read. */
const mostLooks = 100_000

/** The least that a schema may ask of lengths, so that a sample stays one. */
const smallestSample: ReadonlyMap<string, number> = new Map([
  ['minItems', 10],
  ['minLength', 1000],
])

/** More was looked at than can be. */
export class TooMuch extends Error {}

/**
 * The same value, which may be looked into so many times and then throws `TooMuch`: schemas whose parts are used by one
 * another grow exponentially when they are written out. Lengths that a schema wants are held to those of a sample.
 */
export function boundedView<Value>(value: Value): Value {
  const views = new WeakMap<object, object>()
  let looks = 0
  const viewOf = (of: unknown): unknown => {
    if (typeof of !== 'object' || of === null) return of
    const known = views.get(of)
    if (known !== undefined) return known
    const view = new Proxy(of, {
      get: (target, key) => {
        if (++looks > mostLooks) throw new TooMuch()
        const found: unknown = Reflect.get(target, key)
        const most = typeof key === 'string' ? smallestSample.get(key) : undefined
        return most !== undefined && typeof found === 'number' ? Math.min(found, most) : viewOf(found)
      },
    })
    views.set(of, view)
    return view
  }
  return viewOf(value) as Value
}

/** Whether a value holds more than so many values, with what stands in it several times counted each time. */
export function holdsMoreThan(most: number, value: unknown): boolean {
  const left = [value]
  for (let found = 0; left.length > 0; found++) {
    if (found > most) return true
    const next = left.pop()
    if (typeof next === 'object' && next !== null) for (const each of Object.values(next)) left.push(each)
  }
  return false
}
