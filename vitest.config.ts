import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          // No test asserts a speed, and a machine may have other things to do.
          testTimeout: 60_000,
        },
      },
      {
        // Whole runs share the machine's two cores, its ports and its kernel's counters: one file at a time.
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          fileParallelism: false,
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
