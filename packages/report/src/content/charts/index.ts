import type { RunResult, TierObservation } from '@loadrun/metrics'
import type { Chart, ChartGroup } from '../chart.ts'
import type { FailureCard } from '../content.ts'
import { commandCpuChart } from './command.ts'
import { connectionCharts } from './connections.ts'
import { causeChart, failureChart } from './failures.ts'
import { generatorCpuChart, generatorDelayChart } from './generator.ts'
import { heatMapChart } from './heat-map.ts'
import { answerChart, slotChart } from './limited-server.ts'
import { requestRateChart, usersChart } from './load.ts'
import { inFlightChart, processorChart, upstreamChart } from './middleware.ts'
import { ownHostCharts } from './own-hosts.ts'
import { percentileCurve } from './percentile-curve.ts'
import { responseTimeChart } from './response-time.ts'
import { descriptorChart, kernelCharts, portChart, socketCharts } from './sockets.ts'
import { thinned } from './thinned.ts'
import { proxiedBytesChart, proxiedConnectionChart } from './toxics.ts'

/** All charts of a run, in the order of its story: the load, what came back, the sockets, the tiers, ourselves. */
export function chartGroups(
  result: RunResult,
  cards: readonly FailureCard[],
  mostValues?: number,
): readonly ChartGroup[] {
  const groups: readonly ChartGroup[] = [
    {
      id: 'load',
      title: 'Load and failures',
      charts: [requestRateChart(result), failureChart(result, cards), causeChart(result), usersChart(result)],
    },
    {
      id: 'response-time',
      title: 'Response time',
      charts: [
        responseTimeChart(result, 'ok'),
        responseTimeChart(result, 'all'),
        heatMapChart(result),
        percentileCurve(result),
      ],
    },
    { id: 'sockets', title: 'TCP states', charts: ofSockets(result) },
    { id: 'connections', title: 'Connections', charts: ofConnections(result) },
    { id: 'tiers', title: 'Tiers', charts: ofTiers(result) },
    { id: 'generator', title: 'Load generator', charts: [generatorDelayChart(result), generatorCpuChart(result)] },
  ]
  return thinned(
    groups
      .map((group) => ({ ...group, charts: group.charts.filter(hasLines) }))
      .filter((group) => group.charts.length > 0),
    mostValues,
  )
}

function ofSockets({ sockets, hosts = [] }: RunResult): readonly Chart[] {
  return [...(sockets.observed ? socketCharts(sockets) : []), ...hosts.flatMap(ownHostCharts)]
}

function ofConnections({ sockets, tiers }: RunResult): readonly Chart[] {
  if (!sockets.observed) return []
  return [...connectionCharts(sockets, tiers), portChart(sockets), descriptorChart(sockets), ...kernelCharts(sockets)]
}

function ofTiers(result: RunResult): readonly Chart[] {
  return result.tiers.toReversed().flatMap((tier) => ofTier(tier, result))
}

function ofTier(tier: TierObservation, { plan }: RunResult): readonly Chart[] {
  switch (tier.kind) {
    case 'limited-server': {
      const planned = plan.topology.find(({ name }) => name === tier.name)
      return [slotChart(tier, planned?.kind === 'limited-server' ? planned : undefined), answerChart(tier)]
    }
    case 'middleware':
      return [inFlightChart(tier), upstreamChart(tier), processorChart(tier)]
    case 'toxics':
      return [proxiedConnectionChart(tier), proxiedBytesChart(tier)]
    case 'command':
      return [commandCpuChart(tier)]
  }
}

function hasLines(chart: Chart): boolean {
  return chart.lines.some((line) => line.values.some((value) => value !== null))
}
