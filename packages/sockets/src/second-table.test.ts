import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { SecondTable } from './second-table.ts'
import { formatSocketTable } from './socket-table-format.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-second-table-'))
afterAll(() => rmSync(folder, { recursive: true }))
const tcp6 = join(folder, 'tcp6')
const sockstat6 = join(folder, 'sockstat6')

function write(open: number, ports: readonly number[]): void {
  const address = [0, 0, 0, 0x01000000]
  const sockets = ports.map((remotePort) => ({
    localAddress: address,
    localPort: 50_000,
    remoteAddress: address,
    remotePort,
    state: 6,
  }))
  writeFileSync(tcp6, formatSocketTable(sockets))
  writeFileSync(sockstat6, `TCP6: inuse ${open}\nUDP6: inuse 0\n`)
}

function looks(table: SecondTable, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    let seen = 0
    table.scan(({ remotePort }) => {
      seen++
      return remotePort === 8080
    })
    return seen
  })
}

test('SecondTable is read at each look while it has what is wanted', () => {
  write(1, [8080])
  using table = SecondTable.openIfThere(tcp6, sockstat6)
  if (table === undefined) throw new Error('There is no table')
  expect(looks(table, 3)).toEqual([1, 1, 1])
})

test('SecondTable is else read when the number of open sockets changes, and at every tenth look', () => {
  write(1, [443])
  using table = SecondTable.openIfThere(tcp6, sockstat6)
  if (table === undefined) throw new Error('There is no table')
  expect(looks(table, 12)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
  write(2, [443, 8080])
  expect(looks(table, 2)).toEqual([2, 2])
})
