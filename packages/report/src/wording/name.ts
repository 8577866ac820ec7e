/** A name from code as words: `servedToNobody` → `served to nobody`. Names in capitals, as `TIME_WAIT`, stay. */
export function nameAsWords(name: string): string {
  if (/^[A-Z0-9_]+$/.test(name)) return name
  return name
    .replace(/([a-z0-9])([A-Z])/g, (_match, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/[_-]+/g, ' ')
}

/** A noun with its number: `1 threshold`, `3 thresholds`. */
export function counted(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount.toLocaleString('en-US')} ${amount === 1 ? singular : plural}`
}

/** At most `length` characters, cut with an ellipsis; line breaks and runs of spaces become one space. */
export function shortened(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= length ? line : `${line.slice(0, Math.max(0, length - 1)).trimEnd()}…`
}
