// Writes deploy/kubernetes from objects that are held against Kubernetes' published types.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifestText } from './kubernetes/manifest-text.ts'
import { manifestFiles } from './kubernetes/manifests.ts'

const folder = join(import.meta.dirname, '../deploy/kubernetes')
mkdirSync(folder, { recursive: true })
for (const manifest of manifestFiles) writeFileSync(join(folder, manifest.file), manifestText(manifest))
