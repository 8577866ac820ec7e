// `import { … } from 'k6/metrics'`.
export { Counter, Gauge, Rate, Trend } from '../api/metrics.ts'
