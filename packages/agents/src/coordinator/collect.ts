import { AckPolicy, type JetStreamClient, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { type NatsConnection, nanos } from '@nats-io/transport-node'
import { decode } from '../protocol/encoding.ts'
import type { NumberedReport } from '../protocol/messages.ts'
import { allReports, type Subjects } from '../protocol/subjects.ts'

export interface Collection {
  close(): Promise<void>
}

/** Reports of a run are kept for so long, whoever has read them. */
const keptMs = 60 * 60_000

/** Makes sure that JetStream keeps what agents report. Throws where NATS runs without JetStream. */
export async function openReportStream(nats: NatsConnection, subjects: Subjects): Promise<void> {
  const manager = await jetstreamManager(nats)
  const wanted = { name: subjects.reportStream, subjects: [allReports(subjects)], max_age: nanos(keptMs) }
  await manager.streams.add(wanted).catch(async (error: unknown) => {
    // Somebody made it with other settings: only its subjects matter here.
    const { config } = await manager.streams.info(wanted.name).catch(() => {
      throw error
    })
    if (!config.subjects?.includes(allReports(subjects))) throw error
  })
}

/**
 * Hands every report of a run on as it comes, from the first. A consumer of its own remembers what was handed on, across
 * restarts of NATS; what it delivers twice carries the same number.
 */
export async function collectReports(
  nats: NatsConnection,
  subjects: Subjects,
  run: string,
  onReport: (agent: string, report: NumberedReport) => void,
): Promise<Collection> {
  const manager = await jetstreamManager(nats)
  await manager.consumers.add(subjects.reportStream, {
    durable_name: run,
    filter_subject: allReports(subjects, run),
    ack_policy: AckPolicy.Explicit,
    inactive_threshold: nanos(keptMs),
  })
  const messages = await (await readerOf(jetstream(nats), subjects, run)).consume({
    idle_heartbeat: 5000,
    expires: 10_000,
  })
  const reading = (async () => {
    for await (const message of messages) {
      const agent = message.subject.slice(message.subject.lastIndexOf('.') + 1)
      onReport(agent, decode<NumberedReport>(message.data))
      message.ack()
    }
  })()
  return {
    close: async () => {
      await messages.close()
      await reading
      // What is left ages away by itself; an error here loses nothing.
      await manager.consumers.delete(subjects.reportStream, run).catch(() => false)
      await manager.streams.purge(subjects.reportStream, { filter: allReports(subjects, run) }).catch(() => undefined)
    },
  }
}

function readerOf(client: JetStreamClient, { reportStream }: Subjects, run: string) {
  return client.consumers.get(reportStream, run)
}
