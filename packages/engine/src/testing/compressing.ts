import { http } from '@loadrun/script'

export default async function send(): Promise<void> {
  await http.post('/script', 'said', { compression: 'zstd' })
  await http.post('/own', 'said', { compression: 'gzip', headers: { 'Content-Encoding': 'x-gzip' } })
}
