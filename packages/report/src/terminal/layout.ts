/** Text broken between words to lines of at most `width` characters, those after the first indented. Long words are cut. */
export function wrapped(text: string, width: number, indent = ''): string {
  const room = Math.max(20, width - indent.length)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((long) => pieces(long, room))) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line].join(`\n${indent}`)
}

function pieces(word: string, room: number): readonly string[] {
  if (word.length <= room) return [word]
  return Array.from({ length: Math.ceil(word.length / room) }, (_, place) =>
    word.slice(place * room, (place + 1) * room),
  )
}

/** Rows with their columns lined up: the first to the left, the others to the right unless `left` says otherwise. */
export function aligned(rows: readonly (readonly string[])[], left: ReadonlySet<number> = new Set([0])): string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [place, cell] of row.entries()) widths[place] = Math.max(widths[place] ?? 0, cell.length)
  }
  return rows.map((row) =>
    row
      .map((cell, place) => (left.has(place) ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** A label with dots up to where its value stands, as k6 prints them. */
export function dotted(label: string, width: number): string {
  return `${label}${'.'.repeat(Math.max(0, width - label.length))}:`
}
