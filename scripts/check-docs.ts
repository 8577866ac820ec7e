// Fails when documentation and repository disagree: links that lead nowhere, YAML that is no valid scenario, scenario
// files that are not valid or do not point to their JSON Schema, a reference or a JSON Schema that is not the language's,
// or a table of exit codes that is not the code's. The commands are run by
// test/long/documented-commands.test.ts.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { exitCodes } from '../packages/cli/src/exit-codes.ts'
import { formatProblem, readScenario } from '../packages/plan/src/index.ts'
import { documentationPages } from './documentation-pages.ts'
import { fencedBlocks } from './fenced-blocks.ts'
import { referenceFile, referencePage } from './reference/reference-page.ts'
import { resultSchemaFile, resultSchemaText } from './reference/result-schema.ts'
import { schemaFile, schemaText } from './reference/schema-text.ts'

const root = join(import.meta.dirname, '..')
const problems: string[] = []
const pages = documentationPages(root)
let scenarios = 0

for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8')
  checkLinks(page, text)
  for (const block of fencedBlocks(text)) {
    if (block.language === 'yaml' && /^scenarios:/m.test(block.text)) checkScenario(block.text, `${page}:${block.line}`)
  }
}
for (const file of globSync('scenarios/**/*.yaml', { cwd: root }).sort()) {
  const text = readFileSync(join(root, file), 'utf8')
  checkScenario(text, file)
  checkSchemaLine(file, text)
}
checkMade(schemaFile, schemaText())
checkMade(referenceFile, referencePage())
checkMade(resultSchemaFile, resultSchemaText(root))
checkExitCodes('docs/exit-codes.md')

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n${problems.length} problems in the documentation\n`)
  process.exitCode = 1
} else {
  process.stdout.write(`Documentation agrees with the repository: ${pages.length} pages, ${scenarios} scenarios.\n`)
}

function checkLinks(page: string, text: string): void {
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, file))) problems.push(`${page}: the link to ${target} leads nowhere`)
    else if (anchor !== undefined && !anchorsOf(readFileSync(join(root, file), 'utf8')).has(anchor)) {
      problems.push(`${page}: ${file} has no heading #${anchor}`)
    }
  }
}

/** GitHub's anchors of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  )
}

function checkScenario(text: string, place: string): void {
  scenarios += 1
  const read = readScenario(text, { file: place, cores: 2 })
  if ('problems' in read) problems.push(...read.problems.map((problem) => formatProblem(problem)))
}

/** Editors complete and explain keys by the schema that the first line names. */
function checkSchemaLine(file: string, text: string): void {
  const line = `# yaml-language-server: $schema=${relative(dirname(file), schemaFile)}`
  if (!text.startsWith(`${line}\n`)) problems.push(`${file}: its first line should be: ${line}`)
}

function checkMade(file: string, wanted: string): void {
  if (existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8') === wanted) return
  problems.push(`${file} is not what the sources say now: run node scripts/write-reference.ts`)
}

function checkExitCodes(page: string): void {
  const rows = [...readFileSync(join(root, page), 'utf8').matchAll(/^\| (\d+) \|.*\| `(\w+)` \|$/gm)]
  const documented = JSON.stringify(rows.map(([, code, name]) => [name, Number(code)]))
  const real = JSON.stringify(Object.entries(exitCodes))
  if (documented !== real) problems.push(`${page}: the table holds ${documented}, the code ${real}`)
}
