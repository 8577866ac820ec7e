/**
 * Text as it may stand in a line of Markdown or a cell of a table: nothing in it is a heading, a link, a mention or HTML.
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/([\\`*_{}[\]()#+!|~])/g, '\\$1')
}

/** Verbatim text as a block of code, fenced with more backticks than are in it. */
export function markdownCode(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text.replace(/\r\n?/g, '\n')}\n${fence}`
}
