import { describe, expect, test } from 'vitest'
import { optionsFromFlags } from './flags.ts'
import { replay } from './replay.ts'
import { startTestServer } from './test-server.ts'
import { readTranscript } from './transcript.ts'

const transcripts = {
  '01-under-limit': 'answers two requests on one connection and keeps it open',
  '02-conn-close-request': 'closes first when asked to',
  '03-conn-close-mixed-case': 'takes Connection: Close for no reason to close',
  '04-over-limit-no-request': 'refuses before a request, for the sake of a connection that never sent one',
  '05-over-limit-request-late': 'ends a refused connection with FIN when the request comes after the refusal',
  '07-slot-after-keepalive-response': 'holds the slot of an idle keep-alive connection until it closes',
  '08-slot-after-client-disconnect': 'holds the slot of a client that has gone until the handler is done',
  '10-slot-after-client-disconnect-abort-variant': 'gives the slot back soon after the client has gone with abort',
  '12-head': 'answers HEAD with a length and no body',
  '13-http10': 'closes after HTTP/1.0 unless it asks for keep-alive',
  '14-http11-keepalive-header': 'sends no Connection header back over HTTP/1.1',
  '15-no-host': 'needs no Host',
  '16-malformed-no-space': 'answers 400 to garbage',
  '18-malformed-header-space': 'answers 400 to a blank in a header name',
  '19-malformed-header-no-colon': 'waits for more after a header line without a colon',
  '20-bad-content-length': 'answers 400 to a length that is no number',
  '22-headers-too-large': 'answers 431 to a long head and resets the connection',
  '23-body-too-large': 'answers 400 to a body above the limit',
  '25-expect-100': 'asks for the body of a request that expects it to',
  '26-post-body': 'reads past bodies with a length and in chunks',
  '27-read-timeout-no-bytes': 'answers 408 when nothing comes in time',
  '29-read-timeout-partial-body': 'answers 408 when a body does not come in time',
  '30-idle-timeout': 'closes an idle connection without a word',
  '31-no-timeouts': 'waits as long as it takes for the first request',
  '33-max-conns-per-ip': 'refuses connections above the limit of their address',
  '34-max-requests-per-conn': 'closes after the last request that a connection may make',
  '35-disable-keepalive': 'closes after each response without keep-alive',
  '39-log-line-overflow': 'logs the limit once, however many are refused',
  '40-handler-timeout': 'answers 408 for a handler that takes too long, and keeps the connection open',
  '41-handler-timeout-over-limit': 'answers 429 while as many handlers as the limit go on after their timeout',
  '42-handler-timeout-other-connection': 'counts a handler that goes on although its connection has closed',
  '43-handler-timeout-head': 'sends the text of a handler timeout even to a HEAD',
  '44-handler-timeout-pipeline': 'flushes the timeouts of a pipeline together',
  '45-get-only': 'answers 400 to all but GET where only that is served',
  '46-write-timeout': 'writes nothing between two responses once the write timeout of the first has passed',
  '47-write-timeout-slow-handler': 'counts the write timeout from the response on',
} as const

describe.concurrent('limited server, as fasthttp', () => {
  test.each(Object.entries(transcripts))('%s: %s', async (name) => {
    const transcript = readTranscript(name)
    await using server = await startTestServer(optionsFromFlags(transcript.flags))
    await replay(transcript, server, {
      longestPauseMs: longestPauses[name.slice(0, 2)] ?? 30,
      silenceMs: name.startsWith('31') ? 1000 : 20,
    })
    await server.isIdle()
    // The recordings end before fasthttp logs a head that its client left unfinished.
    const log = server.log.filter((line) => !line.includes('headers: EOF.'))
    expect(log.map(withoutMoments)).toEqual(transcript.stderr.map(withoutMoments))
  })
})

/** Those in which the client waits for something that the server does in silence. */
const longestPauses: Readonly<Record<string, number>> = { '10': 100, '41': 1200, '46': 400 }

function withoutMoments(line: string): string {
  return line
    .replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, 'NOW ')
    .replace(/"127\.0\.0\.1:\d+"<->"127\.0\.0\.1:\d+"/, 'SERVER<->CLIENT')
}
