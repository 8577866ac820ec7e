import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostileRun } from '../testing/hostile.ts'
import { incidentRun } from '../testing/incident.ts'
import { knownComparison, withFindings } from '../testing/judgement.ts'
import { incidentSweep } from '../testing/sweep.ts'
import { renderComparisonMarkdown } from './comparison.ts'
import { markdownCode, markdownText } from './escape.ts'
import { renderMarkdown } from './run.ts'
import { renderSweepMarkdown } from './sweep.ts'

const before = withFindings(incidentRun())

describe('renderMarkdown()', () => {
  test('tells the incident, errors first', async () => {
    await expect(renderMarkdown(before)).toMatchFileSnapshot('golden/before.md.txt')
  })

  test('has no HTML from a server outside its blocks of code', () => {
    const outside = renderMarkdown(hostileRun(before)).replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
    expect(outside).not.toMatch(/<\/?(script|img|svg|style)/i)
  })
})

describe('renderComparisonMarkdown()', () => {
  test('shows verdict and interval beside each figure', async () => {
    const after = withFindings(incidentRun({ variant: 'after', timeoutMs: 1000, expect: 'pass' }))
    await expect(renderComparisonMarkdown(knownComparison([before, after]))).toMatchFileSnapshot(
      'golden/comparison.md.txt',
    )
  })
})

describe('renderSweepMarkdown()', () => {
  test('shows the points, and marks the best', async () => {
    await expect(renderSweepMarkdown(incidentSweep())).toMatchFileSnapshot('golden/sweep.md.txt')
  })
})

describe('markdownText()', () => {
  test('takes their meaning from marks, HTML and mentions', () => {
    expect(markdownText('# [a](b) *c* <b> @team | `d`')).toBe(
      '\\# \\[a\\]\\(b\\) \\*c\\* &lt;b&gt; &#64;team \\| \\`d\\`',
    )
  })
})

describe('markdownCode()', () => {
  test('has a fence that nothing in the text can close', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '\n', 'a', '```')), (parts) => {
        const block = markdownCode(parts.join(''))
        const fence = block.slice(0, block.indexOf('text'))
        expect(
          block
            .split('\n')
            .slice(1, -1)
            .some((line) => line.trim().startsWith(fence)),
        ).toBe(false)
      }),
    )
  })
})
