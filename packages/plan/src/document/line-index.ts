/** Says in which line and column, both from 1, an offset of the text is. Columns count UTF-16 units, as editors do. */
export type LineIndex = (offset: number) => { readonly line: number; readonly column: number }

export function createLineIndex(text: string): LineIndex {
  const starts = [0]
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return (offset) => {
    const within = Math.min(offset, text.length)
    const line = lastNotAbove(starts, within)
    return { line: line + 1, column: within - (starts[line] ?? 0) + 1 }
  }
}

/** The index of the last of ascending numbers that is no higher than `limit`; the first where all are. */
function lastNotAbove(ascending: readonly number[], limit: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((ascending[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
