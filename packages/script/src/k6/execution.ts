// `import exec from 'k6/execution'`.
import { exec } from '../api/exec.ts'

export default exec
export const { vu, scenario, instance, test } = exec
