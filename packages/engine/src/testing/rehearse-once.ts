import process from 'node:process'
import { rehearse } from '../rehearse.ts'

await rehearse('wire', undefined, 'short')
process.stdout.write('over\n')
