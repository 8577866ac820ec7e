import { join } from 'node:path'

/** Where results go unless the user says otherwise: `reports/incident-2026-11-22-150407`. */
export function defaultFolder(name: string, now: Date): string {
  return join('reports', `${name}-${timestamp(now)}`)
}

/** `2026-11-22-150407`, in local time: sorts by time and is a valid name of a folder everywhere. */
function timestamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`
}
