/** What is left of YAML once it is read: JSON's values. */
export type PlainValue = null | boolean | number | string | readonly PlainValue[] | PlainMapping

export interface PlainMapping {
  readonly [key: string]: PlainValue
}

export function isMapping(value: unknown): value is PlainMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What lies under `key`; `undefined` where nothing does, also for names that every object inherits. */
export function childOf(value: unknown, key: string | number): PlainValue | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(String(key)) ? value[Number(key)] : undefined
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

const longestShown = 60

/** A value in a few words, for messages: short ones as YAML, long ones cut. */
export function showValue(value: PlainValue): string {
  const shown = asFlow(value, 3)
  return shown.length <= longestShown ? shown : `${shown.slice(0, longestShown - 1)}…`
}

function asFlow(value: PlainValue, depth: number): string {
  if (typeof value === 'string') {
    const start = value.slice(0, longestShown + 1)
    return /^[\w./:%()<>=+-][\w ./:%()<>=+-]*$/.test(start) ? start : JSON.stringify(start)
  }
  if (Array.isArray(value)) {
    return depth === 0
      ? '[…]'
      : `[${value
          .slice(0, 20)
          .map((each) => asFlow(each, depth - 1))
          .join(', ')}]`
  }
  if (isMapping(value)) {
    const entries = Object.entries(value).slice(0, 20)
    return depth === 0 ? '{…}' : `{${entries.map(([key, each]) => `${key}: ${asFlow(each, depth - 1)}`).join(', ')}}`
  }
  return String(value)
}
