import { type TcpState, tcpStates } from '@loadrun/metrics'

/** How `ss`, BSD's and Windows' netstat write the states that Linux calls otherwise. */
const otherNames: Readonly<Record<string, TcpState>> = {
  ESTAB: 'ESTABLISHED',
  UNCONN: 'CLOSE',
  CLOSED: 'CLOSE',
  FIN_WAIT_1: 'FIN_WAIT1',
  FIN_WAIT_2: 'FIN_WAIT2',
  SYN_RCVD: 'SYN_RECV',
  SYN_RECEIVED: 'SYN_RECV',
  LISTENING: 'LISTEN',
  DELETE_TCB: 'CLOSE',
  BOUND: 'CLOSE',
}

const numbers = new Map<string, number>([
  ...tcpStates.map((state, index) => [state, index + 1] as const),
  ...Object.entries(otherNames).map(([name, state]) => [name, tcpStates.indexOf(state) + 1] as const),
])

/** The kernel's number of a state, by whatever name a listing calls it; `undefined` for a name that is none. */
export function stateNumber(name: string): number | undefined {
  return numbers.get(name.replaceAll('-', '_'))
}
