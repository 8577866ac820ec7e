import { expect, test } from 'vitest'
import { LastText } from './last-text.ts'

test('LastText gives the last lines, whatever pieces they came in', () => {
  const text = new LastText(100)
  for (const piece of ['one\ntw', 'o\r\n\nthr', 'ee\n']) text.add(piece)
  expect(text.lines(2)).toEqual(['two', 'three'])
})

test('LastText forgets what lies before its limit', () => {
  const text = new LastText(10)
  text.add('a'.repeat(100))
  text.add('bbbbb')
  expect(text.lines(5)).toEqual(['aaaaabbbbb'])
})
