import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Files that a script names relatively: what it imports, or reads as k6's scripts do with `open()`. */
const relativeName = /(?:\bfrom|\bimport|\bimport\s*\(|\bopen\s*\()\s*(['"`])(\.{1,2}\/[^'"`\n]+)\1/g

/** A script and all files that it needs from beside it, by way of others too. Packages are not among them. */
export function withImports(script: string): readonly string[] {
  const found = new Set<string>()
  const visit = (path: string) => {
    if (found.has(path) || !existsSync(path)) return
    found.add(path)
    if (!/\.[cm]?[jt]s$/.test(path)) return
    for (const [, , name = ''] of readFileSync(path, 'utf8').matchAll(relativeName)) visit(resolve(dirname(path), name))
  }
  visit(resolve(script))
  return [...found]
}
