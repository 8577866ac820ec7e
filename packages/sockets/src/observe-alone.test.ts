import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test.runIf(process.platform === 'linux')(
  'observeSockets() keeps a program alive until its stop has settled',
  async () => {
    const program = join(import.meta.dirname, 'testing/observe-and-stop.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [program])
    expect(stdout).toBe('observed\n'.repeat(5))
  },
)
