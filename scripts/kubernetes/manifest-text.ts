import { stringify } from 'yaml'
import type { ManifestFile } from './manifests.ts'

/** A manifest as it stands in `deploy/kubernetes`. */
export function manifestText({ comment, objects }: ManifestFile): string {
  const documents = objects.map((object) => stringify(object, { lineWidth: 0 }))
  return `# ${comment}\n# Written by scripts/write-kubernetes.ts; change it there.\n${documents.join('---\n')}`
}
