import process from 'node:process'
import { plainScenario } from '@loadrun/plan'
import { rehearse } from '../rehearse.ts'

await rehearse(plainScenario({ executor: 'constant-vus', vus: 1, durationMs: 1000 }), undefined)
process.stdout.write('over\n')
