export { type AgentOptions, serveAgent } from './agent/serve-agent.ts'
export type { NatsAddress } from './connection/open-nats.ts'
export { type Agents, type AgentsOptions, openAgents } from './coordinator/open-agents.ts'
