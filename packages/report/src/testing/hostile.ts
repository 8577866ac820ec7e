import type { FailureGroup, RunResult } from '@loadrun/metrics'

/** Texts that do harm where they are not treated as text. */
export const hostileTexts = [
  '<script>window.harmed = true</script>',
  '</script><script>window.harmed = true</script>',
  '<img src=x onerror="window.harmed = true">',
  '<!-- <script> --> "quotes" & \'more\' \u2028 \u2029 \u0000 \u001b[31mred\u001b[0m',
  '<svg onload=window.harmed=true><style>body{display:none}</style>',
  '</style><style>body{display:none}</style>',
  'constructor',
  '__proto__',
] as const

/** The run with hostile texts in bodies, headers, names and configuration, fifty texts in all and one very long. */
export function hostileRun(result: RunResult): RunResult {
  const texts: readonly string[] = [
    ...hostileTexts,
    'x'.repeat(6000),
    '한국어 오류 메시지: 연결을 처리할 수 없습니다',
    '',
    ...Array.from({ length: 39 }, (_, place) => `error ${place}: ${'the disk is full, '.repeat(place)}`),
  ]
  const hostile = hostileTexts[1]
  const failures = texts.map(
    (text, place): FailureGroup => ({
      scenario: 'clients',
      step: 'GET /search',
      cause: 'status',
      status: 500 + (place % 4),
      text,
      fromServer: true,
      count: 5000 - place,
      firstMs: place * 100,
      lastMs: 70_000 + place * 100,
      samples: [
        {
          atMs: place * 100,
          responseTimeMs: 12.5,
          headers: { [hostileTexts[0]]: hostile, 'x-image': hostileTexts[2] },
          body: `${text}\n${hostileTexts.join('\n')}`,
          connection: undefined,
        },
      ],
    }),
  )
  return {
    ...result,
    plan: {
      ...result.plan,
      name: hostile,
      variant: { ...result.plan.variant, name: hostileTexts[2] },
      configuration: { [hostile]: hostileTexts[0], nested: { [hostileTexts[2]]: [hostileTexts[4], { a: hostile }] } },
    },
    total: { ...result.total, failures },
    troubles: [...hostileTexts],
  }
}
