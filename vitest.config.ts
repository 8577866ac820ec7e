import { defineConfig } from 'vitest/config'

/** Whole runs share the machine's two cores, its ports and its kernel's counters: one file at a time. */
const wholeRuns = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 }

/** These draw pages and read files; what else goes on beside them does not matter. */
const sideBySide = ['accuracy', 'browser', 'import'].map((folder) => `test/${folder}/**/*.test.ts`)

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', ...sideBySide],
          // No test asserts a speed, and a machine may have other things to do.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A page answers a click when its turn comes; what never comes fails all the same.
          expect: { poll: { timeout: 20_000 } },
          // Vitest leaves one core free by itself; many of these files wait for sockets, not for a core.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', 'test/extended/**', ...sideBySide],
          ...wholeRuns,
        },
      },
      {
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          maxConcurrency: 2,
          ...wholeRuns,
        },
      },
      {
        test: {
          name: 'extended',
          include: ['test/extended/**/*.test.ts'],
          ...wholeRuns,
        },
      },
    ],
  },
})
