/** Whether a status is the one that is asked for, as `200`, or of the class, as `5xx`. */
export function isOfStatus(status: number, asked: string): boolean {
  return asked.endsWith('xx') ? Math.floor(status / 100) === Number(asked[0]) : status === Number(asked)
}
