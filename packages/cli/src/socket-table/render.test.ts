import type { SocketGroup } from '@loadrun/sockets'
import { expect, test } from 'vitest'
import { renderSocketGroups } from './render.ts'

const groups: readonly SocketGroup[] = [
  {
    direction: 'out',
    peer: '127.0.0.2',
    port: 8080,
    sockets: 20_010,
    states: { TIME_WAIT: 19_000, ESTABLISHED: 1010 },
  },
  { direction: 'in', peer: '10.0.0.7', port: 443, sockets: 3, states: { CLOSE_WAIT: 3 } },
  { direction: 'out', peer: '::1', port: 53, sockets: 1, states: { ESTABLISHED: 1 } },
]

test('renderSocketGroups() shows a column for each state that occurs, and the sums', () => {
  expect(renderSocketGroups(groups, 10)).toBe(
    [
      'CONNECTIONS                     ESTABLISHED  TIME_WAIT  CLOSE_WAIT',
      'to 127.0.0.2:8080                     1,010     19,000',
      'from 10.0.0.7 to port 443 here                                   3',
      'to [::1]:53                               1',
      'all 3 peers and ports                 1,011     19,000           3',
    ].join('\n'),
  )
})

test('renderSocketGroups() says how many it left out, and counts them in the sums', () => {
  const text = renderSocketGroups(groups, 1)
  expect(text).not.toContain('10.0.0.7')
  expect(text).toContain('1,011')
  expect(text).toContain('(2 smaller groups are not shown)')
})
