import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The page's program and style sheet, each whole, to be put inside a document. */
export interface PageBundle {
  readonly script: string
  readonly style: string
}

let bundled: Promise<PageBundle> | undefined

/** Bundled from the sources, or as it lies beside a packed program. Done once for all pages of a process. */
export function bundlePage(): Promise<PageBundle> {
  bundled ??= import.meta.url.endsWith('.ts') ? fromSources() : besidePackedProgram()
  return bundled
}

async function fromSources(): Promise<PageBundle> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../page/main.tsx', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    outdir: 'page',
    format: 'iife',
    target: ['chrome115', 'firefox115', 'safari16'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    // Where the command is run decides nothing about the page.
    tsconfigRaw: {},
    charset: 'utf8',
  })
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { script: textOf('.js'), style: textOf('.css') }
}

async function besidePackedProgram(): Promise<PageBundle> {
  const read = (file: string) => readFile(new URL(file, import.meta.url), 'utf8')
  return { script: await read('./page.js'), style: await read('./page.css') }
}
