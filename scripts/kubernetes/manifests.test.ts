import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manifestText } from './manifest-text.ts'
import { manifestFiles } from './manifests.ts'

test.each(manifestFiles)('deploy/kubernetes/$file is what scripts/write-kubernetes.ts writes', (manifest) => {
  const path = join(import.meta.dirname, '../../deploy/kubernetes', manifest.file)
  expect(readFileSync(path, 'utf8')).toBe(manifestText(manifest))
})
