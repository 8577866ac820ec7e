import type { NatsConnection } from '@nats-io/transport-node'
import type { Answer, Order } from '../protocol/messages.ts'
import type { Subjects } from '../protocol/subjects.ts'

/** Gives one agent an order. An agent that does not answer in time is asked again; orders may come twice. */
export async function giveOrder(
  nats: NatsConnection,
  subjects: Subjects,
  agent: string,
  order: Order,
  attempts = 3,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const message = await nats.request(subjects.orders(agent), JSON.stringify(order), { timeout: answerTimeoutMs })
      return message.json<Answer>()
    } catch (error) {
      if (attempt >= attempts) return { ok: false, reason: error instanceof Error ? error.message : String(error) }
    }
  }
}

const answerTimeoutMs = 3000
