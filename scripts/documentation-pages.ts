import { execFileSync } from 'node:child_process'

/** Every Markdown page that git tracks, by its path from the root: copies made for a package are not among them. */
export function documentationPages(root: string): readonly string[] {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  return pages.split('\n').filter((page) => page !== '')
}
