import { expect, test } from 'vitest'
import { fencedBlocks } from './fenced-blocks.ts'

test('fencedBlocks() finds blocks with their language and place, in lists as well', () => {
  const page = ['# Title', '', '```yaml', 'a: 1', 'b: 2', '```', '- item', '', '  ```sh', '  ls', '  ```'].join('\n')
  expect(fencedBlocks(page)).toEqual([
    { language: 'yaml', text: 'a: 1\nb: 2', line: 4 },
    { language: 'sh', text: 'ls', line: 10 },
  ])
})
