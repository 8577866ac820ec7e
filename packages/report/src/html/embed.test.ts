import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { htmlText, jsonForScript, scriptForHtml } from './embed.ts'

describe('jsonForScript()', () => {
  test('means the same as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        expect(JSON.parse(jsonForScript(data))).toEqual(JSON.parse(JSON.stringify(data)))
      }),
    )
  })

  test('leaves nothing that ends a script, opens a comment or ends a line', () => {
    const json = jsonForScript({ text: '</script><!-- <script> \u2028\u2029', '</SCRIPT>': 1 })
    expect(json).not.toMatch(/[<\u2028\u2029]/)
    expect(JSON.parse(json)).toEqual({ text: '</script><!-- <script> \u2028\u2029', '</SCRIPT>': 1 })
  })
})

describe('htmlText()', () => {
  test('writes what HTML would take for its own as character references', () => {
    expect(htmlText(`<b title="x" id='y'> & more`)).toBe('&#60;b title=&#34;x&#34; id=&#39;y&#39;&#62; &#38; more')
  })
})

describe('scriptForHtml()', () => {
  test('keeps the value of strings that look like the end of the script', () => {
    const program = scriptForHtml('return "</script>" + "</SCRIPT" + "<!--"')
    expect(program).not.toMatch(/<\/script|<!--/i)
    expect(new Function(program)()).toBe('</script></SCRIPT<!--')
  })
})
