import { once } from 'node:events'
import { createServer } from 'node:http'
import { RunFigures } from '../figures/run-figures.ts'
import type { Labels } from '../figures/series.ts'
import type { Output } from '../output.ts'
import { prometheusText } from './exposition.ts'

/** Tells the figures as they stand to whoever scrapes `/metrics`, until the run is over. Rejects where it cannot listen. */
export async function scrapeOutput(
  { host, port }: Readonly<{ host: string; port: number }>,
  about: Labels,
): Promise<Output> {
  const figures = new RunFigures()
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end('the path /metrics is wanted\n')
      return
    }
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(prometheusText(figures.series, about))
  })
  server.listen(port, host)
  await once(server, 'listening')
  // A run that fails on the way does not end it.
  server.unref()
  return {
    second: (interval, sockets) => figures.add(interval, sockets),
    async end() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      return undefined
    },
  }
}
