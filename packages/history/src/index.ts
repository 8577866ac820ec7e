export { checkedOut } from './checked-out.ts'
export { type History, HistoryError, openHistory, type RunsOf } from './open-history.ts'
