import { parseDurationMs } from '@loadrun/plan'
import { InvalidArgumentError } from 'commander'
import type { ListenAddress } from './commands/sockets.ts'

/** An option that may come several times. */
export function collect(value: string, previous: string[]): string[] {
  return [...previous, value]
}

export function wholeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('A whole number from 1 up is wanted.')
  return number
}

const mostRepeats = 100

export function repeats(value: string): number {
  const number = wholeNumber(value)
  if (number > mostRepeats) throw new InvalidArgumentError(`At most ${mostRepeats} is wanted.`)
  return number
}

/** `5%` or `0.05`. */
export function share(value: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(\s*%)?$/.exec(value.trim()) ?? []
  const parsed = Number(number) / (percent === undefined ? 1 : 100)
  if (!(parsed >= 0 && parsed < 1)) throw new InvalidArgumentError('A share is wanted, such as 5% or 0.05.')
  return parsed
}

/** `zone=north,size=large`. */
export function labels(value: string): Readonly<Record<string, string>> {
  const pairs = value.split(',').map((pair) => /^\s*([\w.-]+)=([^\s=]+)\s*$/.exec(pair))
  if (pairs.includes(null)) throw new InvalidArgumentError('Labels are wanted, such as zone=north,size=large.')
  return Object.fromEntries(pairs.map((pair) => [pair?.[1], pair?.[2]]))
}

/** `10s`, in milliseconds. */
export function durationMs(value: string): number {
  const parsed = parseDurationMs(value)
  if (parsed === undefined || parsed <= 0) throw new InvalidArgumentError('A duration is wanted, such as 10s.')
  return parsed
}

/** `127.0.0.1:9465` or `[::1]:9465`; port 0 is a free one. */
export function listenAddress(value: string): ListenAddress {
  const [, bracketed, bare, port] = /^(?:\[([0-9a-f:.]+)\]|([^:\s]+)):(\d{1,5})$/i.exec(value) ?? []
  const host = bracketed ?? bare
  if (host === undefined || Number(port) > 65_535) {
    throw new InvalidArgumentError('An address and a port are wanted, such as 127.0.0.1:9465 or [::1]:9465.')
  }
  return { host, port: Number(port) }
}

/** 0 is any that is free. */
export function port(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError(
      'A port from 0 to 65535 is wanted, as in --live=8080; the scenario file comes before.',
    )
  return number
}
