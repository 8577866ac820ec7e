import type { Clock } from './clock.ts'

/** Writes lines as Go's `log` package does: local time to the second, then the message. */
export function goLogger(log: (line: string) => void, clock: Clock): (message: string) => void {
  return (message) => {
    const now = new Date(clock.epochMs())
    const date = [now.getFullYear(), twoDigits(now.getMonth() + 1), twoDigits(now.getDate())].join('/')
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(':')
    log(`${date} ${time} ${message}`)
  }
}

/** Lets a message through at most once a minute. */
export function onceAMinute(log: (message: string) => void, clock: Clock): (message: string) => void {
  let lastMs = Number.NEGATIVE_INFINITY
  return (message) => {
    if (clock.nowMs() - lastMs <= 60_000) return
    lastMs = clock.nowMs()
    log(message)
  }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
