// Builds `packages/cli/dist`: every program of the command, bundled with the workspace's own packages, so that the
// packed `loadrun` needs nothing but the third-party libraries in its package.json. Beside it lie copies of the README
// and the scenarios, which are packed as well.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { build, type Plugin } from 'esbuild'
import { bundlePage } from '../packages/report/src/html/bundle-page.ts'

const root = join(import.meta.dirname, '..')
const cli = join(root, 'packages/cli')
const outdir = join(cli, 'dist')

/** The command, and what it starts as threads and processes by file. Their outputs lie side by side. */
const programs = [
  'packages/cli/src/main.ts',
  'packages/cli/src/limited-server-process.ts',
  'packages/cli/src/middleware-process.ts',
  'packages/engine/src/load-process.ts',
  'packages/topology/src/command/command-process.ts',
  'packages/cli/src/toxics-process.ts',
  'packages/engine/src/worker.ts',
  'packages/engine/src/pacing/alarm-thread.ts',
  'packages/sockets/src/socket-thread.ts',
  'packages/script/src/loading/inspection-thread.ts',
  'packages/engine/src/stages/stage-thread.ts',
  // What scripts import: as `loadrun`, and by k6's names.
  'packages/script/src/api/loadrun.ts',
  'packages/script/src/k6/k6.ts',
  'packages/script/src/k6/http.ts',
  'packages/script/src/k6/metrics.ts',
  'packages/script/src/k6/data.ts',
  'packages/script/src/k6/execution.ts',
  'packages/script/src/k6/html.ts',
  'packages/script/src/k6/crypto.ts',
  'packages/script/src/k6/encoding.ts',
]

/** Points `new URL('./worker.ts', import.meta.url)` at the output of that program. */
const programUrls: Plugin = {
  name: 'program-urls',
  setup({ onLoad }) {
    onLoad({ filter: /packages\/[^/]+\/src\/.*\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replace(
        /new URL\('(?:\.\/)?([^']+)\.ts', import\.meta\.url\)/g,
        (_, file: string) => `new URL('./${basename(file)}.js', import.meta.url)`,
      ),
    }))
  },
}

/** Declarations of what scripts import, for their editors. */
const typesOfScripts = [
  '--ignoreConfig',
  join(root, 'packages/script/src/api/loadrun.ts'),
  ...['--declaration', '--emitDeclarationOnly', '--stripInternal', '--skipLibCheck', '--strict'],
  ...['--target', 'es2024', '--module', 'nodenext', '--types', 'node', '--rewriteRelativeImportExtensions'],
  ...['--rootDir', join(root, 'packages/script/src'), '--outDir', join(outdir, 'types')],
]

await rm(outdir, { recursive: true, force: true })
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: programs.map((program) => ({ in: join(root, program), out: basename(program, '.ts') })),
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  metafile: true,
  legalComments: 'none',
  plugins: [programUrls],
  packages: 'bundle',
  external: librariesOf(cli),
})
await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), typesOfScripts)
const page = await bundlePage()
await writeFile(join(outdir, 'page.js'), page.script)
await writeFile(join(outdir, 'page.css'), page.style)
await cp(join(root, 'README.md'), join(cli, 'README.md'))
await cp(join(root, 'scenarios'), join(cli, 'scenarios'), { recursive: true })
checkLibraries()

/** The third-party libraries that the packed command depends on. */
function librariesOf(folder: string): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return [...Object.keys(dependencies), 'esbuild']
}

/** Fails when a library is imported that the packed command does not declare, or declared and not imported. */
function checkLibraries(): void {
  const imported = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ imports }) => imports)
      .filter(({ path, external }) => external === true && !path.startsWith('node:'))
      .map(({ path }) =>
        path
          .split('/')
          .slice(0, path.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter((library) => library !== 'esbuild'),
  )
  const declared = librariesOf(cli).filter((library) => library !== 'esbuild')
  const unused = declared.filter((library) => !imported.has(library))
  if (unused.length > 0) {
    process.stderr.write(`packages/cli/package.json declares libraries that nothing imports: ${unused.join(', ')}\n`)
    process.exitCode = 1
  }
}
