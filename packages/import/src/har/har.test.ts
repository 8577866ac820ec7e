import { describe, expect, test } from 'vitest'
import type { Imported } from '../imported.ts'
import { importHar } from './import-har.ts'

function recordingOf(...requests: readonly object[]): string {
  const entries = requests.map((request, index) => ({
    startedDateTime: new Date(index * 100).toISOString(),
    time: 50,
    request: { method: 'GET', url: 'http://shop.test/', headers: [], ...request },
    response: { status: 200, content: {} },
  }))
  return JSON.stringify({ log: { entries } })
}

const imported = (...requests: readonly object[]): Imported =>
  importHar(recordingOf(...requests), { hosts: [], keepsStatic: false })

const stepsOf = ({ file }: Imported): unknown => (file as { scenarios: { visitors: object } }).scenarios.visitors

const upload = {
  method: 'POST',
  url: 'http://shop.test/upload',
  headers: [{ name: 'Content-Type', value: 'multipart/form-data; boundary=b1' }],
}

describe('importHar()', () => {
  test('takes the parts of an upload from their list', () => {
    const params = [
      { name: 'note', value: 'tea {{ x' },
      { name: 'picture', fileName: 'me.png', contentType: 'image/png' },
    ]
    const result = imported({ ...upload, postData: { mimeType: 'multipart/form-data; boundary=b1', params } })
    const multipart = { note: "tea {{ '{{' }} x", picture: { file: 'me.png', type: 'image/png' } }
    expect(stepsOf(result)).toMatchObject({ steps: [{ post: '/upload', multipart }] })
    expect(stepsOf(result)).not.toHaveProperty('steps.0.headers')
    expect(result.notes).toContain('POST /upload: put the file me.png beside the scenario')
  })

  test('takes the parts of an upload from its text', () => {
    const text = [
      '--b1\r\nContent-Disposition: form-data; name="note"\r\n\r\ntea\r\nand milk\r\n',
      '--b1\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n',
      '--b1\r\nContent-Disposition: form-data; name="%22p%22"; filename="me.png"\r\nContent-Type: image/png\r\n\r\n\ufffd\r\n',
      '--b1--\r\n',
    ].join('')
    const result = imported({ ...upload, postData: { mimeType: 'multipart/form-data; boundary="b1"', text } })
    const multipart = { note: 'tea\r\nand milk', empty: '', '"p"': { file: 'me.png', type: 'image/png' } }
    expect(stepsOf(result)).toMatchObject({ steps: [{ post: '/upload', multipart }] })
  })

  test('says of which upload the parts were not recorded', () => {
    const result = imported(upload)
    expect(stepsOf(result)).toMatchObject({ steps: [{ post: '/upload', expect: { status: 200 } }] })
    expect(stepsOf(result)).not.toHaveProperty('steps.0.headers')
    expect(result.notes).toContain('POST /upload: its body was not recorded; say its parts with `multipart`')
  })

  test.each([
    ['{', 'Cannot read the recording: Expected property name'],
    ['{}', '`log.entries` is wanted, as in a HAR file'],
    ['['.repeat(1_000_000), 'Cannot read the recording'],
    [`{"log":{"entries":[${'{},'.repeat(20_000)}{}]}}`, 'it has 20001 requests, more than 10000'],
    [recordingOf({ method: 'PURGE' }), 'none of its requests can be sent by a step'],
  ])('refuses %.20s', (text, problem) => {
    expect(() => importHar(text, { hosts: [], keepsStatic: false })).toThrow(problem)
  })
})
