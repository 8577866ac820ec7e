import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { isThere } from './installed.ts'
import { startNginx } from './nginx.ts'

const isTestable = process.env.CI !== undefined || isThere('nginx')

test.skipIf(!isTestable)('nginx’s answers are counted without the questions for their number', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-nginx-'))
  const nginx = await startNginx(folder, 0)
  try {
    expect(await nginx.answers()).toBe(0)
    for (let time = 0; time < 3; time++) expect(await (await fetch(nginx.url)).text()).toBe('Hello, world!')
    expect(await nginx.answers()).toBe(3)
    expect(await nginx.answers()).toBe(3)
  } finally {
    await nginx.stop()
    await rm(folder, { recursive: true })
  }
})
