/**
 * Text as it may stand in a line of Markdown or a cell of a table: nothing in it is a heading, a link, a mention or HTML.
 */
export function markdownText(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.replace(/[\\`*_{}[\]()#+!|~&<>@]/g, (mark) => entities[mark] ?? `\\${mark}`)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;' }

/** Verbatim text as a block of code, fenced with more backticks than are in it. */
export function markdownCode(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text.replace(/\r\n?/g, '\n')}\n${fence}`
}
