import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** What the shop was asked: method, path with query, headers and body. */
interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Shop {
  readonly url: string
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

/** A small shop for the recipes to visit. */
export async function openShop(): Promise<Shop> {
  const asked: Asked[] = []
  const orders: unknown[] = []
  const server = createServer((request, response) => {
    void answer(request, response, { asked, orders })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The shop has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { asked, orders }: { asked: Asked[]; orders: unknown[] },
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  const { method = '', url = '', headers } = request
  asked.push({ method, url, headers, body })
  const path = new URL(url, 'http://shop').pathname
  const json = (status: number, value: unknown, more: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(value))
  if (path === '/orders' && method === 'POST') {
    json(201, { state: 'open' }, { location: `/orders/${orders.push(JSON.parse(body))}` })
  } else if (path.startsWith('/orders/')) json(200, orders[Number(path.slice('/orders/'.length)) - 1])
  else if (path === '/reports') json(202, {}, { location: `/reports/${orders.push(0)}` })
  else if (path.startsWith('/reports/')) {
    const report = Number(path.slice('/reports/'.length)) - 1
    const times = Number(orders[report]) + 1
    orders[report] = times
    json(200, { state: times < 3 ? 'working' : 'done' })
  } else if (path === '/login') json(200, { token: `t${asked.length}` })
  else if (path === '/account') json(/^Bearer t\d+$/.test(headers.authorization ?? '') ? 200 : 401, {})
  else if (path === '/session' && method === 'GET') {
    const form = '<form method="post"><input type="hidden" name="csrf" value="c5rf"><input name="user"></form>'
    const page = `${form}<a href="basket?from=session">basket</a>`
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'visitor=1; Path=/' }).end(page)
  } else if (path === '/session') {
    const isSound = new URLSearchParams(body).get('csrf') === 'c5rf' && headers.cookie === 'visitor=1'
    if (isSound) response.writeHead(303, { location: '/basket', 'set-cookie': 'sid=s1; Path=/; HttpOnly' }).end()
    else json(403, {})
  } else if (path === '/basket') json(headers.cookie?.includes('sid=s1') ? 200 : 401, { items: [] })
  else if (path === '/pictures') {
    const isPicture = body.includes('Content-Type: image/png') && body.includes('filename="avatar.png"')
    json(isPicture ? 201 : 400, { picture: 1 })
  } else if (path === '/search') json(200, [])
  else if (path === '/feedback') json(201, {})
  else if (path.startsWith('/items/')) json(200, { id: Number(path.slice('/items/'.length)), price: 5 })
  else json(404, { error: `There is nothing at ${path}` })
}
