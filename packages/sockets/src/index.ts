export { type KernelCounter, kernelCounters } from './kernel-counters.ts'
export { type ObserveSocketsOptions, observeSockets, type SocketObserver } from './observe.ts'
export { readSocketGroups, type SocketGroup } from './socket-groups.ts'
