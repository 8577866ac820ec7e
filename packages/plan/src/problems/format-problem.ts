import type { Problem } from './problem.ts'

/** Characters of a source line that are shown, where it is longer. */
const widest = 100

/**
 * A problem as people read it: `file:line:column: what was found`, the line with the place underlined, what is wanted,
 * and what was probably meant. A problem of the command line starts with the argument instead, and has no source line.
 */
export function formatProblem(problem: Problem): string {
  const { line, column, source, argument } = problem
  const start = argument ?? [problem.file, line, column].filter((part) => part !== undefined).join(':')
  return [
    `${sentence(start)}: ${sentence(problem.message)}`,
    ...(line === undefined || column === undefined ? [] : excerpt(hidden(source ?? ''), line, column, problem.length)),
    ...(problem.wanted === undefined ? [] : [`  wanted: ${sentence(problem.wanted)}`]),
    ...(problem.hint === undefined ? [] : [`  hint: ${sentence(problem.hint)}`]),
  ].join('\n')
}

/** What a line of a scenario says after the key of a credential, to the end of the value. */
const credential = /((?:\b|-)(?:password|bearer|authorization)["']?\s*:\s*)("[^"]*|'[^']*|[^\s{[,}][^,}]*)/gi

/** Problems end up in logs of others: credentials are stars there, as many as letters; expressions stay, they are none. */
function hidden(source: string): string {
  return source.replace(credential, (all, key: string, value: string) =>
    value.includes('{{') ? all : key + value.replaceAll(/[^"'\s]/g, '*'),
  )
}

function excerpt(source: string, line: number, column: number, length: number): readonly string[] {
  const from = column <= widest - 20 ? 0 : column - widest / 2
  const shown = source.slice(from, from + widest)
  const caretFrom = column - 1 - from
  const carets = '^'.repeat(Math.max(1, Math.min(length, shown.length - caretFrom)))
  const margin = String(line)
  const [before, after] = [from > 0 ? '…' : '', from + widest < source.length ? '…' : '']
  return [
    `  ${margin} | ${before}${printable(shown)}${after}`.trimEnd(),
    `  ${' '.repeat(margin.length)} | ${' '.repeat(before.length + caretFrom)}${carets}`,
  ]
}

/** No sentence of a problem is read further. */
const longestSentence = 600

function sentence(text: string): string {
  return printable(text.length <= longestSentence ? text : `${text.slice(0, longestSentence - 1)}…`)
}

/** One character for one, so that carets stay below what they point at; and none that moves a terminal's cursor. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    character === '\t' ? ' ' : '\ufffd'.repeat(character.length),
  )
}
