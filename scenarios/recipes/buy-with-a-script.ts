import { check, http, randomInt, type StepUser, Trend } from 'loadrun'

const spent = new Trend('spent')

/** Looks at items until the basket is worth 20, and orders it. Returns the path of the order. */
export async function fillBasket({ vars }: StepUser<{ token: string }>): Promise<string> {
  let worth = 0
  const items: number[] = []
  while (worth < 20) {
    const id = randomInt(1, 9)
    const item = await http.get(http.url`/items/${id}`)
    check(item, { 'has a price': ({ status, json }) => status === 200 && typeof json('price') === 'number' })
    worth += Number(item.json('price'))
    items.push(id)
  }
  spent.add(worth)
  const order = await http.post('/orders', JSON.stringify({ items }), {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${vars.token}` },
    expectStatus: 201,
  })
  return order.headers.location ?? '/'
}
