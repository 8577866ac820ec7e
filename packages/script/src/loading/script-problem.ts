import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { placeOf } from './place.ts'

/** Why a script cannot be loaded. */
export interface ScriptProblem {
  /** The file that is to be changed: the script, or one that it imports. */
  readonly file: string
  /** From 1; `undefined` where it cannot be told. */
  readonly line: number | undefined
  readonly column: number | undefined
  readonly message: string
}

/** Reads out of what Node throws for a script where it is wrong. */
export function problemOf(error: unknown, script: string): ScriptProblem {
  const { message, stack, code } = errorOf(error)
  const at = (file: string, line?: number, column?: number, said = message): ScriptProblem => ({
    file,
    line,
    column,
    message: said,
  })
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    const found = decorated(stack)
    return at(found?.file ?? script, found?.line, found?.column, `${message}: only types can be left out when it runs`)
  }
  const missing = /^Cannot find (?:module|package) '([^']+)' imported from (.+)$/.exec(message)
  if (missing !== null) {
    const [, what = '', from = ''] = missing
    const file = from.startsWith('file:') ? fileURLToPath(from) : from
    const base = what.split(/[\\/]/).at(-1) ?? what
    const found = lineWith(file, (line) => /import|from|require/.test(line) && line.includes(base))
    return at(
      file,
      found?.line,
      found?.column,
      `Cannot find '${found?.specifier ?? what}': there is no such file or package`,
    )
  }
  const syntax = decorated(stack)
  if (syntax !== undefined) return at(syntax.file, syntax.line, syntax.column)
  if (code === 'ERR_UNKNOWN_BUILTIN_MODULE' || /is not there: of k6|is not fetched:/.test(message)) {
    const [, specifier = ''] = /'([^']+)'/.exec(message) ?? []
    const found = lineWith(script, (line) => line.includes(specifier))
    return at(script, found?.line, found?.column)
  }
  const thrown = placeOf(stack)
  if (thrown !== undefined) return at(thrown.file, thrown.line, thrown.column)
  if (error instanceof SyntaxError) {
    const checked = decorated(spawnSync(process.execPath, ['--check', script], { encoding: 'utf8' }).stderr)
    if (checked !== undefined) return at(checked.file, checked.line, checked.column)
  }
  return at(script)
}

function errorOf(error: unknown): { message: string; stack: string; code: string } {
  if (!(error instanceof Error)) return { message: String(error), stack: '', code: '' }
  const code = 'code' in error ? String(error.code) : ''
  return { message: error.message, stack: error.stack ?? '', code }
}

/** Node writes `file:line`, the source line and carets before the stack of a syntax error. */
function decorated(stack: string): { file: string; line: number; column: number | undefined } | undefined {
  const [first = '', , carets = ''] = stack.split('\n')
  const [, place, line] = /^(\/.+|file:\/\/.+|[A-Za-z]:\\.+):(\d+)$/.exec(first) ?? []
  if (place === undefined) return undefined
  const column = /^\s*\^/.test(carets) ? carets.indexOf('^') + 1 : undefined
  return { file: place.startsWith('file:') ? fileURLToPath(place) : place, line: Number(line), column }
}

function lineWith(
  file: string,
  isMeant: (line: string) => boolean,
): { line: number; column: number; specifier: string } | undefined {
  const lines = readFileSync(file, 'utf8').split('\n')
  const index = lines.findIndex(isMeant)
  const text = lines[index]
  if (text === undefined) return undefined
  const [, specifier = ''] = /['"]([^'"]+)['"]\s*(?:with\b.*)?;?\s*\)?\s*;?\s*$/.exec(text) ?? []
  return { line: index + 1, column: Math.max(1, text.indexOf(specifier) + 1), specifier }
}
