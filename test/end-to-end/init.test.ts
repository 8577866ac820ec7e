import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { newFolder, root, startCommand } from '../support/loadrun.ts'

/** What `loadrun init` says at a terminal that `script` makes, when each `[…]: ` is answered by the next of the keys. */
async function initAtTerminal(folder: string, keys: readonly string[], options = '') {
  const command = `'${process.execPath}' '${join(root, 'packages/cli/bin/loadrun.js')}' init load.yaml ${options}`
  const { child, ended } = startCommand('script', ['-qec', command, '/dev/null'], folder)
  const left = [...keys]
  let said = ''
  child.stdout?.on('data', (text: string) => {
    said += text
    for (let asked = said.split(']: ').length - 1; keys.length - left.length < asked && left.length > 0; ) {
      child.stdin?.write(left.shift() ?? '')
    }
  })
  return ended
}

test('init asks at a terminal for what is not given, again after an answer that cannot be', async () => {
  const folder = await newFolder()
  const keys = ['here\n', 'http://shop.test\n', 'lots\n', '600/m\n', '\n']
  const { exitCode, stdout } = await initAtTerminal(folder, keys, '--path /items')
  expect(stdout).toMatch(/Where requests go \[http:\/\/127\.0\.0\.1:3000\]: .*here\s+wanted: .*a URL that starts/)
  expect(stdout).toMatch(/Arrivals.*lots\s+wanted: a rate/)
  expect(stdout).not.toContain('The first path')
  expect(exitCode).toBe(0)
  const text = readFileSync(join(folder, 'load.yaml'), 'utf8')
  expect(text).toMatch(/target: http:\/\/shop\.test\n[\s\S]*rate: 600\/m\n[\s\S]*duration: 30s\n[\s\S]*get: \/items\n/)

  const again = await initAtTerminal(folder, [])
  expect(again).toMatchObject({
    exitCode: 2,
    stdout: expect.stringMatching(/^Cannot write load\.yaml: it is there already/),
  })
})

test.each([
  ['Ctrl-C', '\x03'],
  ['Ctrl-D', '\x04'],
])('init writes nothing after %s', async (_, key) => {
  const folder = await newFolder()
  const { exitCode, stdout } = await initAtTerminal(folder, ['http://shop.test\n', key])
  expect(stdout).toMatch(/The first path[\s\S]*Nothing was written\.\s*$/)
  expect(exitCode).toBe(130)
  expect(existsSync(join(folder, 'load.yaml'))).toBe(false)
})
