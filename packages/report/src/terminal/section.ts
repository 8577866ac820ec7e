import type { Ink } from './ink.ts'

/** Lines under a title; nothing without lines. */
export function section(title: string, lines: readonly string[], ink: Ink): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${ink.bold(title)}`, ...lines]
}
