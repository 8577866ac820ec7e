import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pointFolders } from './point-folders.ts'

test('pointFolders() names folders after points', () => {
  expect(pointFolders(['timeout=1s,fanout=3', 'http_req_failed=[rate < 5%]'])).toEqual([
    'timeout=1s,fanout=3',
    'http_req_failed=-rate-5-',
  ])
})

test('pointFolders() gives every point a folder of its own, also where letters’ case is one', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (names) => {
      const folders = pointFolders(names).map((folder) => folder.toLowerCase())
      expect(new Set(folders).size).toBe(names.length)
      for (const folder of folders) expect(folder).not.toMatch(/[/\\\s:]/)
    }),
    { examples: [[['2 ', '', '']]] },
  )
})
