import { type HostObservation, type HostSample, missedLooks, type TcpState } from '@loadrun/metrics'
import { countOf, countText, durationText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** What hosts of the user's own told of their sockets, and which could not be read. */
export const ownHosts: FindingRule = ({ hosts = [], elapsedMs }) =>
  hosts.flatMap((host) => {
    const samples = host.samples.filter(({ atMs }) => atMs >= 0 && atMs <= elapsedMs)
    return [...missing(host), ...(samples.length === 0 ? [] : [socketsOf(host, samples)])]
  })

function missing(host: HostObservation): ReturnType<FindingRule> {
  const missed = missedLooks(host)
  if (missed === 0) return []
  const [first, ...others] = host.failures
  const when =
    first === undefined ? '' : ` First, ${durationText(Math.max(0, first.firstMs))} into the load: ${first.reason}.`
  const more = others.length === 0 ? '' : ` ${countOf(others.length, 'other reason')} followed.`
  return [
    {
      id: 'host-not-read',
      sentence:
        `The sockets of ${host.name} are missing for ${countText(missed)} of ${countOf(host.due, 'look')}: that is not zero, ` +
        `it is not known.${first === undefined ? ' The answers took longer than the time from one look to the next.' : when}${more}`,
      figures: { missed, due: host.due },
    },
  ]
}

/** Counters of the kernel that tell of connections that were dropped or reset, and what they say. */
const alarms: readonly (readonly [string, string])[] = [
  ['TcpExt.ListenOverflows', 'dropped because an accept queue was full (ListenOverflows)'],
  ['Tcp.EstabResets', 'reset while they stood (EstabResets)'],
  ['TcpExt.TCPTimeWaitOverflow', 'closed without TIME_WAIT because there were too many (TCPTimeWaitOverflow)'],
]

function socketsOf(host: HostObservation, samples: readonly HostSample[]): ReturnType<FindingRule>[number] {
  const peak = (state: TcpState) => Math.max(...samples.map(({ states }) => states[state] ?? 0))
  const told = (['ESTABLISHED', 'TIME_WAIT', 'CLOSE_WAIT'] as const)
    .filter((state) => host.tells?.includes(state) !== false)
    .map((state) => [state, peak(state)] as const)
    .filter(([state, count]) => state !== 'CLOSE_WAIT' || count > 0)
  const first = samples[0]
  const last = samples.at(-1)
  const counted = alarms.flatMap(([name, text]) => {
    const grown = (last?.counters[name] ?? 0) - (first?.counters[name] ?? 0)
    return grown > 0 ? [{ name, text, grown }] : []
  })
  const where =
    host.ports === undefined ? '' : ` on ${host.ports.length === 1 ? 'port' : 'ports'} ${host.ports.join(', ')}`
  return {
    id: 'own-host',
    sentence: [
      `${host.name}${where}: at most ${told.map(([state, count]) => `${countText(count)} sockets in ${state}`).join(', ')}${endsText(samples)}.`,
      ...(counted.length === 0
        ? []
        : [
            `Its kernel counted connections that were ${counted.map(({ text, grown }) => `${text}: ${countText(grown)}`).join('; ')}.`,
          ]),
    ].join(' '),
    figures: {
      ...Object.fromEntries(told.map(([state, count]) => [`peak ${state}`, count])),
      ...Object.fromEntries(counted.map(({ name, grown }) => [name, grown])),
    },
  }
}

/** Who kept TIME_WAIT when most of it was there: who closed first. */
function endsText(samples: readonly HostSample[]): string {
  const most = samples.reduce((left, right) =>
    (right.states.TIME_WAIT ?? 0) > (left.states.TIME_WAIT ?? 0) ? right : left,
  )
  const out = most.ends?.out.TIME_WAIT ?? 0
  const inbound = most.ends?.in.TIME_WAIT ?? 0
  if (out + inbound === 0) return ''
  return `; of TIME_WAIT, ${countText(out)} on connections that it opened, ${countText(inbound)} on those that it accepted`
}
