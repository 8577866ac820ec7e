import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Ports below this belong to well-known services more often than not. */
const lowestPort = 10_000
/** Where Linux begins by default; macOS and Windows begin higher. */
const usualEphemeralLow = 32_768
const attempts = 50

/**
 * Listens on a free port that the kernel gives to no outgoing connection, so that neither a client's connection takes
 * the port away nor a socket's port can be mistaken for the listener's. Tries random ports until `tryListen` does not
 * throw `EADDRINUSE`; any other error is passed on. Where the ephemeral range leaves no room below it (it then begins
 * near 10000), ports below 32768 are tried all the same.
 */
export async function listenBelowEphemeralRange<T>(
  tryListen: (port: number) => Promise<T>,
  { ephemeralLow = readEphemeralLow(), randomBetween = randomInt } = {},
): Promise<T> {
  const highest = ephemeralLow > lowestPort + 1000 ? ephemeralLow : usualEphemeralLow
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryListen(randomBetween(lowestPort, highest))
    } catch (error) {
      if (!isAddressInUse(error)) throw error
      if (attempt === attempts) {
        const found = `${attempts} ports between ${lowestPort} and ${highest - 1} were taken`
        throw new Error(`Cannot find a free port to listen on: ${found}; give the tier a port of its own`, {
          cause: error,
        })
      }
    }
  }
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function readEphemeralLow(): number {
  try {
    return Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10) || usualEphemeralLow
  } catch {
    return usualEphemeralLow
  }
}
