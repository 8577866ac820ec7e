import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine } from '../../packages/cli/src/command-line.ts'
import { incidentRun } from '../../packages/report/src/testing/incident.ts'

test.each([
  ['html', '<!doctype html>'],
  ['text', 'WHAT FAILED'],
  ['markdown', '### What failed'],
  ['junit', '<testsuites'],
  ['csv', 'from_ms,to_ms'],
  ['hlog', '#[StartTime: '],
  ['prometheus', 'loadrun_http_reqs_total{'],
  ['json', '{"'],
])('loadrun report writes a result as %s', async (format, part) => {
  const folder = await mkdtemp(join(tmpdir(), 'loadrun-formats-'))
  try {
    await writeFile(join(folder, 'result.json'), JSON.stringify(incidentRun({ durationMs: 5000 })))
    const out = join(folder, 'written')
    const terminal = { color: true, width: 100, print() {}, error() {}, progress() {}, endProgress() {} }
    expect(await commandLine(['report', folder, '--format', format, '--out', out], terminal)).toBe(0)
    expect((await readFile(out, 'utf8')).replace(/^<!DOCTYPE/, '<!doctype')).toContain(part)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('loadrun report reads a result that lacks what later ones measure', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loadrun-formats-'))
  try {
    const later = [
      'httpReqLookingUp',
      'httpReqConnecting',
      'httpReqTlsHandshaking',
      'httpReqSending',
      'httpReqReceiving',
    ]
    const text = JSON.stringify(incidentRun({ durationMs: 5000 }), (key, value) =>
      later.includes(key) ? undefined : value,
    )
    await writeFile(join(folder, 'result.json'), text)
    const out = join(folder, 'written')
    const terminal = { color: true, width: 100, print() {}, error() {}, progress() {}, endProgress() {} }
    expect(await commandLine(['report', folder, '--format', 'html', '--out', out], terminal)).toBe(0)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('loadrun report makes the folder that it writes into, and says where it cannot write', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loadrun-formats-'))
  try {
    await writeFile(join(folder, 'result.json'), JSON.stringify(incidentRun({ durationMs: 5000 })))
    const terminal = { color: true, width: 100, print() {}, error() {}, progress() {}, endProgress() {} }
    const report = (out: string) => commandLine(['report', folder, '--format', 'csv', '--out', out], terminal)
    expect(await report(join(folder, 'new/deep/seconds.csv'))).toBe(0)
    await expect(report(folder)).rejects.toThrow(`Cannot write ${folder}: it is a folder`)
    await expect(report(join(folder, 'result.json/x'))).rejects.toThrow('a part of its path is a file')
  } finally {
    await rm(folder, { recursive: true })
  }
})
