import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { complaintsAbout } from '../testing/read.ts'
import { formatProblem } from './format-problem.ts'
import type { Problem } from './problem.ts'

const problem: Problem = {
  file: 'a.yaml',
  line: 2,
  column: 7,
  length: 3,
  source: 'seed: abc # what',
  argument: undefined,
  path: 'seed',
  message: 'seed cannot be abc',
  wanted: 'a whole number',
  hint: 'leave it out',
}

describe('formatProblem()', () => {
  test('tells all mistakes of a file as the golden text says', async () => {
    const text = readFileSync(new URL('../testing/many-mistakes.yaml', import.meta.url), 'utf8')
    const set = ['topology.server.port=0', 'scenarios.nobody.rate=5', 'seed=[']
    await expect(`${complaintsAbout(text, { file: 'many-mistakes.yaml', set })}\n`).toMatchFileSnapshot(
      '../testing/many-mistakes.txt',
    )
  })

  test('underlines the place', () => {
    expect(formatProblem(problem)).toBe(
      [
        'a.yaml:2:7: seed cannot be abc',
        '  2 | seed: abc # what',
        '    |       ^^^',
        '  wanted: a whole number',
        '  hint: leave it out',
      ].join('\n'),
    )
  })

  test.each([
    ['headers: { authorization: Bearer abc, x: 5 }', 'headers: { authorization: ****** ***, x: 5 }'],
    ["auth: { basic: { user: me, password: 'a b' } }", "auth: { basic: { user: me, password: '* *' } }"],
    ['bearer: a.b.c', 'bearer: *****'],
    ['password: "{{ env.PASSWORD }}"', 'password: "{{ env.PASSWORD }}"'],
    ['basic: { password: { a: 1 } }', 'basic: { password: { a: 1 } }'],
    ['nopassword: 5', 'nopassword: 5'],
  ])('shows no credentials: %s', (source, shown) => {
    expect(formatProblem({ ...problem, source }).split('\n')[1]).toBe(`  2 | ${shown}`)
  })

  test('says no more than is known', () => {
    const bare = { ...problem, line: undefined, column: undefined, wanted: undefined, hint: undefined }
    expect(formatProblem(bare)).toBe('a.yaml: seed cannot be abc')
  })

  test('starts with the argument, where the mistake is in one', () => {
    const ofArgument = { ...problem, line: undefined, column: undefined, argument: '--set seed=abc', hint: undefined }
    expect(formatProblem(ofArgument)).toBe('--set seed=abc: seed cannot be abc\n  wanted: a whole number')
  })

  test('shows the part of a long line that matters', () => {
    const line = `${'a'.repeat(5000)}WRONG${'b'.repeat(5000)}`
    const [, source, carets] = formatProblem({ ...problem, line: 1, column: 5001, length: 5, source: line }).split('\n')
    expect(source?.length).toBeLessThan(120)
    expect(source?.slice(carets?.indexOf('^'), (carets?.lastIndexOf('^') ?? 0) + 1)).toBe('WRONG')
  })

  test('says no sentence without end', () => {
    const told = formatProblem({ ...problem, message: 'a'.repeat(90_000), wanted: 'b'.repeat(90_000), line: undefined })
    expect(told.length).toBeLessThan(1500)
  })

  test('underlines a place over several lines in its first', () => {
    const [, , carets] = formatProblem({ ...problem, line: 1, column: 4, length: 500, source: 'a: [1,' }).split('\n')
    expect(carets).toBe('    |    ^^^')
  })

  test('points behind the last character at the end of the text', () => {
    const [, source, carets] = formatProblem({ ...problem, line: 2, column: 1, length: 1, source: '' }).split('\n')
    expect([source, carets]).toEqual(['  2 |', '    | ^'])
  })

  test('passes on nothing that would move a terminal’s cursor', () => {
    const formatted = formatProblem({ ...problem, message: 'no \u001b[2J', source: '\tb: \u001b[31m\u202e' })
    expect(['\u001b', '\u202e', '\t'].filter((character) => formatted.includes(character))).toEqual([])
  })
})
