import { writeYaml } from '@loadrun/plan'
import type { Imported } from './imported.ts'

/** The text of a scenario file, with what could not be carried over as comments. */
export function writeScenario({ from, file, notes }: Imported): string {
  const list = notes.map((note) => `#  - ${note.replaceAll(/\s+/g, ' ')}`)
  const head = [`# Imported from ${from}.`, ...(notes.length === 0 ? [] : ['# To look after:', ...list])]
  return `${head.join('\n')}\n${writeYaml(file)}`
}
