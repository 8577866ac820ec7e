import { expect, test } from 'vitest'
import { portRangeIn } from './netstat-source.ts'

test('portRangeIn() reads what sysctl and netsh tell, in any language', () => {
  expect(portRangeIn('49152\n65535\n', 'darwin')).toEqual({ low: 49_152, high: 65_535 })
  const windows = (start: string, count: string) => `\r\n${start} : 49152\r\n${count} : 16384\r\n`
  expect(portRangeIn(windows('Start Port     ', 'Number of Ports'), 'win32')).toEqual({ low: 49_152, high: 65_535 })
  expect(portRangeIn(windows('시작 포트     ', '포트 수'), 'win32')).toEqual({ low: 49_152, high: 65_535 })
  expect(portRangeIn('sysctl: unknown oid', 'darwin')).toBeUndefined()
})
