/** Where the parties of a run write to each other. Everything lies under one prefix, so that one permission covers it. */
export interface Subjects {
  /** Asked by a coordinator, answered by every agent with its card. */
  readonly discover: string
  /** Orders for one agent, each answered. */
  orders(agent: string): string
  /** A coordinator's word, each second, that it is there. */
  coordinator(run: string): string
  /** An agent's word, each second, that it is there. */
  alive(run: string, agent: string): string
  /** What an agent reports of a run; kept by JetStream. */
  reports(run: string, agent: string): string
  /** The JetStream stream that keeps all reports. */
  readonly reportStream: string
  /** The JetStream object store that holds plans with their files. */
  readonly bundleStore: string
}

/** Throws where `prefix` is no subject: words of letters, digits, `-` and `_`, with dots between. */
export function subjectsUnder(prefix: string): Subjects {
  if (!/^[\w-]+(\.[\w-]+)*$/.test(prefix)) {
    throw new Error(
      `Cannot use '${prefix}' as the prefix of NATS subjects: words of letters, digits, - and _ with dots between them are wanted, such as loadrun or team.loadrun`,
    )
  }
  const place = prefix.replaceAll('.', '_')
  return {
    discover: `${prefix}.discover`,
    orders: (agent) => `${prefix}.agent.${agent}`,
    coordinator: (run) => `${prefix}.run.${run}.coordinator`,
    alive: (run, agent) => `${prefix}.run.${run}.agent.${agent}`,
    reports: (run, agent) => `${prefix}.reports.${run}.${agent}`,
    reportStream: `${place}_reports`,
    bundleStore: `${place}_bundles`,
  }
}

/** All reports of a run, or of all runs. */
export function allReports(subjects: Subjects, run = '*'): string {
  return subjects.reports(run, '*')
}
