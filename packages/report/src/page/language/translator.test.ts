import { expect, test } from 'vitest'
import { translatorOf } from './translator.ts'

const translate = translatorOf([
  ['Charts', '차트'],
  ['agree', '일치'],
  ['from {from} to {to}', '{from}부터 {to}까지'],
  ['{count} of {all} failed.', '{all}개 중 {count}개가 실패했습니다.'],
  ['{tier}: {what}', '{tier}: {what*}'],
  ['{count} waits', '대기 {count}'],
  ['{first}; {rest}', '{first*}; {rest*}'],
  ['a (b) is $1.', '괄호'],
])

test('translatorOf() finds a sentence whole, or by the pattern that it fits', () => {
  expect(translate('Charts')).toBe('차트')
  expect(translate('from 3 s to 1 min 20 s')).toBe('3 s부터 1 min 20 s까지')
  expect(translate('a (b) is $1.')).toBe('괄호')
})

test('translatorOf() translates the parts that are marked so, and puts others where they belong', () => {
  expect(translate('3 waits; 4 waits; 5 waits')).toBe('대기 3; 대기 4; 대기 5')
  expect(translate('server: agree')).toBe('server: 일치')
  expect(translate('2 of 7 failed.')).toBe('7개 중 2개가 실패했습니다.')
  expect(translate('server: $& {tier}')).toBe('server: $& {tier}')
})

test('translatorOf() translates sentence by sentence what it does not know as one, and leaves the rest in English', () => {
  expect(translate('2 of 7 failed. Nobody knows why. 3 of 8 failed.')).toBe(
    '7개 중 2개가 실패했습니다. Nobody knows why. 8개 중 3개가 실패했습니다.',
  )
  expect(translate('Unknown')).toBe('Unknown')
})
