import { z } from 'zod'
import { text } from './values.ts'

/** A function of a script. `source` is as it is written, and names it. */
export interface GivenRun {
  readonly source: string
  /** From the scenario file. */
  readonly path: string
  readonly function: string
}

const forms = 'a function of a script, such as ./checkout.ts#addToBasket (.ts, .mts, .js or .mjs)'

export const run = text(forms).transform((source, context): GivenRun => {
  const read = readRun(source)
  if (read !== undefined) return { source, ...read }
  context.addIssue({ code: 'custom', message: forms })
  return z.NEVER
})

/** Path and function of `./checkout.ts#addToBasket`; the default one where none is named. */
export function readRun(source: string): Omit<GivenRun, 'source'> | undefined {
  const [, path, name = 'default'] = /^([^#]+\.m?[jt]s)(?:#([\p{ID_Start}_$][\p{ID_Continue}$]*))?$/u.exec(source) ?? []
  return path === undefined ? undefined : { path, function: name }
}
