import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ImportError, type Imported, isMapping } from '../imported.ts'
import { importCurl } from './import-curl.ts'
import { shellWords } from './shell-words.ts'

function scenarioOf({ file }: Imported): Record<string, unknown> {
  const scenarios = file.scenarios
  return isMapping(scenarios) && isMapping(scenarios.curl) ? scenarios.curl : {}
}

function stepsOf(command: string, readFile: (path: string) => string | undefined = () => undefined): unknown {
  return scenarioOf(importCurl(command, readFile)).steps
}

describe('shellWords()', () => {
  test.each([
    ['a  b\tc', ['a', 'b', 'c']],
    ["'a b'c \"d 'e'\" ''", ['a bc', "d 'e'", '']],
    ['"a\\"b\\\\c\\n" a\\ b', ['a"b\\c\\n', 'a b']],
    ["$'it\\'s\\u00e9\\x41\\101\\n'", ["it's\u00e9AA\n"]],
    ['a \\\n  b ^\r\n c', ['a', 'b', 'c']],
  ])('reads %j as a shell does', (command, words) => {
    expect(shellWords(command)).toEqual(words)
  })

  test('reads back whatever is quoted', () => {
    const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (words) => {
        // A backslash before a line's end goes on in the next line, also where a quote stands before it here.
        fc.pre(words.every((word) => !/\\\r?\n|\s\^\r?\n/.test(word)))
        expect(shellWords(words.map(quote).join(' '))).toEqual(words)
      }),
      { numRuns: 30 },
    )
  })

  test('says where a quote has no end', () => {
    expect(() => shellWords("curl 'a")).toThrow(
      new ImportError("Cannot read the command: the ' at character 6 has no end"),
    )
  })
})

describe('importCurl()', () => {
  const url = 'http://shop.test/a'

  test.each([
    [`curl ${url}`, [{ get: '/a' }]],
    ['curl shop.test', [{ get: '/' }]],
    [`curl -I ${url}`, [{ head: '/a' }]],
    [`curl -XDELETE ${url}`, [{ delete: '/a' }]],
    [`curl -d a=1 -d 'b=x y' ${url}`, [{ post: '/a', form: { a: '1', b: 'x y' } }]],
    [`curl --json '{"a":1}' ${url}`, [{ post: '/a', headers: { accept: 'application/json' }, json: { a: 1 } }]],
    [`curl -T up.txt ${url}`, [{ put: '/a', body: 'up' }]],
    [`curl -G -d q=1 '${url}?p=2'`, [{ get: '/a?p=2&q=1' }]],
    [
      `curl -sSL -o out -H 'X-A: 1' -H 'Accept:' -H 'X-Empty;' ${url}`,
      [{ get: '/a', headers: { 'x-a': '1', 'x-empty': '' } }],
    ],
    [
      `curl -A me -e there -b c=1 ${url}`,
      [{ get: '/a', headers: { 'user-agent': 'me', referer: 'there', cookie: 'c=1' } }],
    ],
    [
      `curl --oauth2-bearer t ${url} http://other.test/b`,
      [
        { get: '/a', auth: { bearer: 't' } },
        { get: 'http://other.test/b', auth: { bearer: 't' } },
      ],
    ],
  ])('reads %s', (command, steps) => {
    expect(stepsOf(command, () => 'up')).toEqual(
      steps.map((step) => (command.includes('-sSL') ? step : { ...step, redirects: 0 })),
    )
  })

  test('takes data from files, as curl does: without line ends, or as it is', () => {
    const read = () => 'a\r\nb\n'
    const type = `-H 'content-type: text/plain'`
    expect(stepsOf(`curl -d @f ${type} ${url}`, read)).toMatchObject([{ body: 'ab' }])
    expect(stepsOf(`curl --data-binary @f ${type} ${url}`, read)).toMatchObject([{ body: 'a\r\nb\n' }])
    expect(stepsOf(`curl --data-raw @f ${type} ${url}`, read)).toMatchObject([{ body: '@f' }])
    expect(stepsOf(`curl --data-urlencode n@f ${type} ${url}`, read)).toMatchObject([{ body: 'n=a%0D%0Ab%0A' }])
  })

  test('sends forms with files as multipart', () => {
    const command = `curl -F 'me=@a b.png;type=image/png;filename=me.png' -F n=1 --form-string s=@x ${url}`
    expect(stepsOf(command)).toEqual([
      {
        post: '/a',
        multipart: { me: { file: 'a b.png', type: 'image/png', fileName: 'me.png' }, n: '1', s: '@x' },
        redirects: 0,
      },
    ])
  })

  test('says for the scenario what is no part of a request', () => {
    const scenario = scenarioOf(importCurl(`curl -k -m 2.5 --connect-timeout 1 ${url}`, () => undefined))
    expect(scenario).toMatchObject({ timeout: '2.5s', connectTimeout: '1s', tls: { insecure: true } })
  })

  test('tells what is not carried over', () => {
    const { notes } = importCurl(`curl -L -F a=@b -x proxy:1 -d @none ${url}`, () => undefined)
    expect(notes).toEqual(['-x is not carried over', 'The file none is not there: the body is empty in its place'])
  })

  test.each([
    ['wget http://a', 'a command that starts with curl is wanted, found wget'],
    ['curl', 'it names no URL'],
    ['curl ftp://a', 'ftp://a is no URL of http or https'],
    [`curl ${'-H a:b '.repeat(3000)}http://a`, 'it has 6001 words, more than 5000'],
    ['curl --nonsense http://a', "Unknown option '--nonsense'"],
  ])('refuses %.40s', (command, why) => {
    expect(() => importCurl(command, () => undefined)).toThrow(why)
  })
})
