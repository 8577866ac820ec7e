import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import process from 'node:process'
import type { Metrics, RunResult, SocketSample } from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'
import type { Language } from '@loadrun/report'
import { exitCodes, UserError } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import type { OutputRequest } from './output-request.ts'
import { resultText } from './result-texts.ts'

/** Everything that `--output` asked for, for one run. */
export interface RunOutputs {
  second(interval: Metrics, sockets: SocketSample | undefined): void
  /** Sends the last figures and writes the files. What went wrong is told, and no reason to fail. */
  end(result: RunResult): Promise<void>
}

/** Throws where files of several runs would have one name. */
export function checkOutputs(requests: readonly OutputRequest[], { variants, repeats }: Runs): void {
  for (const request of requests) {
    if (request.kind !== 'file') continue
    const lacks = [
      ...(variants > 1 && !request.path.includes('{variant}') ? ['{variant}'] : []),
      ...(repeats > 1 && !request.path.includes('{repeat}') ? ['{repeat}'] : []),
    ]
    if (lacks.length === 0) continue
    throw new UserError(
      `Cannot write each run to ${request.path}: there are several, and one would replace the other; wanted is ${lacks.join(' and ')} in its name`,
      exitCodes.badInput,
    )
  }
}

export interface Runs {
  readonly variants: number
  readonly repeats: number
}

export async function openRunOutputs(
  requests: readonly OutputRequest[],
  { plan, repeat, language }: Readonly<{ plan: Plan; repeat: number; language: Language | undefined }>,
  terminal: Terminal,
): Promise<RunOutputs> {
  const given = { nowEpochMs: Date.now, authorization: process.env.LOADRUN_REMOTE_WRITE_AUTHORIZATION }
  const outputs = await Promise.all(
    requests
      .filter((request) => request.kind !== 'file')
      .map(async (target) => (await import('@loadrun/outputs')).openOutput(target, plan, given)),
  ).catch((error: unknown) => {
    throw new UserError(`Cannot open an output: ${messageOf(error)}`, exitCodes.cannotRun)
  })
  return {
    second(interval, sockets) {
      for (const output of outputs) output.second(interval, sockets)
    },
    async end(result) {
      const troubles = await Promise.all(outputs.map((output) => output.end()))
      for (const trouble of troubles) if (trouble !== undefined) terminal.error(trouble)
      for (const request of requests) {
        if (request.kind !== 'file') continue
        const path = request.path.replaceAll('{variant}', plan.variant.name).replaceAll('{repeat}', String(repeat))
        try {
          await mkdir(dirname(path), { recursive: true })
          await writeFile(path, await resultText(result, request.format, { ...terminal, color: false, language }))
        } catch (error) {
          throw new UserError(`Cannot write ${path}: ${messageOf(error)}`, exitCodes.cannotRun)
        }
      }
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
