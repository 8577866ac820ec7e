/** A code block of a Markdown page. */
export interface FencedBlock {
  readonly language: string
  readonly text: string
  /** Of its first line within the page, from 1. */
  readonly line: number
}

/** The code blocks of a Markdown page that stand between lines of three backticks, those in lists included. */
export function fencedBlocks(page: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = []
  let open: { language: string; indent: number; line: number; lines: string[] } | undefined
  for (const [index, line] of page.split('\n').entries()) {
    const fence = /^(\s*)```(\w*)/.exec(line)
    if (open === undefined && fence !== null) {
      open = { language: fence[2] ?? '', indent: fence[1]?.length ?? 0, line: index + 2, lines: [] }
    } else if (open !== undefined && fence !== null) {
      blocks.push({ language: open.language, text: open.lines.join('\n'), line: open.line })
      open = undefined
    } else {
      open?.lines.push(line.slice(open.indent))
    }
  }
  return blocks
}
