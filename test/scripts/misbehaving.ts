import { Counter, check, group, http, type StepUser, sleep } from 'loadrun'

const bought = new Counter('bought')

export async function behaves({ vars, state }: StepUser<{ name: string; seen: unknown }>) {
  state.times = Number(state.times ?? 0) + 1
  await group('shop', async () => {
    const response = await http.get('/items/7?user=1')
    check(response, { 'has a price': ({ body }) => body.includes('price') })
  })
  await sleep(0.001)
  vars.seen = `${vars.name}!`
  bought.add(2)
  return { times: state.times }
}

/** Logs in, is led on, and is known by his cookie. */
export async function browses() {
  const page = await http.get('/session')
  const key = /value="?([^"> ]+)/.exec(page.body)?.[1] ?? ''
  const led = await http.post('/session', { csrf: key, key }, { name: 'log in' })
  const basket = await http.get('/basket', { redirects: 0 })
  check([led, basket], { 'is known': ([one, other]) => one?.status === 200 && other?.status === 200 })
}

export function throws() {
  const nothing = JSON.parse('null') as { price: number }
  return nothing.price
}

/** Two requests and a pause, none of them waited for. */
export function neverAwaits() {
  void http.get('/items/1')
  void http.get('/items/2')
  void sleep(0.02)
}

/** Waits for what never comes. */
export async function neverEnds() {
  await http.get('/items/3')
  await new Promise(() => undefined)
}

export async function readsTooEarly() {
  const response = http.get('/items/4') as unknown as { status: number }
  await sleep(0.01)
  return response.status
}

let isFirst = true

/** Once for all users, lest one message is counted as often as there are users. */
export async function leavesThingsBehind() {
  await http.get('/items/4')
  if (!isFirst) return
  isFirst = false
  void Promise.reject(new Error('nobody catches this'))
  setTimeout(() => {
    throw new Error('nor this')
  }, 1)
  setInterval(() => undefined, 10)
  await sleep(0.05)
}

export function exits() {
  process.exit(5)
}

export function loops() {
  for (;;) Math.random()
}
