// `import { SharedArray } from 'k6/data'`.
export { SharedArray } from '../api/files.ts'
