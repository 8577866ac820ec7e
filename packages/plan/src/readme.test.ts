import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { plansOf } from './testing/read.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text)

describe('the README', () => {
  test.each(examples)('has examples without mistakes: %s', (text) => {
    expect(plansOf(text).length).toBeGreaterThan(0)
  })
})
