/** Every way in which the command can end. `docs/exit-codes.md` holds the same table. */
export const exitCodes = {
  /** Every threshold held, or every variant came out as its file expects. */
  passed: 0,
  /** A defect of loadrun itself. */
  bug: 1,
  /** The command line or the scenario file is wrong. Nothing was sent. */
  badInput: 2,
  /** A tier could not be started, what comes before the load failed, or a file could not be read or written. */
  cannotRun: 3,
  /** The load generator, or the measuring, was the bottleneck: there is no verdict on the target. */
  untrusted: 4,
  /** A threshold failed or had no data, or a variant came out otherwise than expected. k6's number. */
  thresholdsFailed: 99,
  /** A script ended the run (`exec.test.abort()`); what was measured is written. k6's number. */
  aborted: 108,
  /** Stopped by Ctrl-C or SIGTERM; what was measured is written. */
  interrupted: 130,
} as const

/** An end that the user can do something about: printed without a stack. */
export class UserError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'UserError'
    this.exitCode = exitCode
  }
}
