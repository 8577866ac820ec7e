import { fetchText } from './fetch-text.ts'
import { sumsOf } from './grouped-reading.ts'
import type { ReadHost } from './host-reading.ts'
import type { HostSockets } from './host-sockets.ts'

/** Asks `loadrun sockets --serve` on that host. */
export function loadrunReader(url: string, ports: readonly number[] | undefined): ReadHost {
  return async (signal) => {
    const { services, counters, gauges } = parseHostSockets(await fetchText(url, signal), url)
    return { ...sumsOf(services, ports), counters, gauges }
  }
}

function parseHostSockets(text: string, url: string): HostSockets {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    parsed = undefined
  }
  if (!isHostSockets(parsed)) {
    throw new Error(
      `${url} does not answer as \`loadrun sockets --serve\` of version 1 does: found ${JSON.stringify(text.slice(0, 80))}`,
    )
  }
  return parsed
}

function isHostSockets(value: unknown): value is HostSockets {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'services' in value &&
    Array.isArray(value.services) &&
    'counters' in value &&
    'gauges' in value
  )
}
