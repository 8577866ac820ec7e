import { gunzipSync, gzipSync } from 'node:zlib'
import { type Commit, type KeptFigure, type KeptRun, keptRun } from '@loadrun/analysis'
import type { RunResult } from '@loadrun/metrics'
import { schema, schemaVersion } from './schema.ts'

/** Whose runs are meant; what is left out is not asked for. */
export interface RunsOf {
  readonly scenario?: string
  readonly variant?: string
}

/** Earlier runs, in one file. */
export interface History extends Disposable {
  /** Keeps a run; one that is there already is replaced. `good`: fit to be compared with. */
  add(result: RunResult, commit: Commit | undefined, good: boolean): void
  /** In the order of time. */
  runs(of: RunsOf): readonly (KeptRun & { readonly good: boolean })[]
  /** The results of the last good run, and of those good ones right before it that are of the same commit. */
  lastGood(of: Required<RunsOf>): readonly RunResult[]
  /** Results of which nothing was changed: at least two of one commit in each group, the latest first. */
  sameCommit(of: Required<RunsOf>): readonly (readonly RunResult[])[]
}

/** A file that is no history, or one that cannot be read or written. */
export class HistoryError extends Error {}

/** So many of the latest whole results of a scenario's variant are kept; of older runs only the figures. */
const resultsKept = 60

/** Groups of runs of one commit that are unpacked: enough to know what runs stray by. */
const groupsRead = 10

/** Opens a history, and makes it where there is none. SQLite is loaded only here: older versions of Node warn of it. */
export async function openHistory(file: string): Promise<History> {
  const { DatabaseSync } = await import('node:sqlite')
  let database: InstanceType<typeof DatabaseSync> | undefined
  try {
    database = new DatabaseSync(file)
    database.exec('PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON')
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version)
    const tables = Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count)
    if (version === 0 && tables === 0) database.exec(`BEGIN; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT`)
    else if (version !== schemaVersion) throw new Error(`its version is ${version}, and ${schemaVersion} is wanted`)
    return new SqliteHistory(database)
  } catch (error) {
    database?.close()
    throw new HistoryError(`Cannot use ${file} as a history: ${error instanceof Error ? error.message : error}`)
  }
}

type Database = import('node:sqlite').DatabaseSync
type Row = Readonly<Record<string, unknown>>

class SqliteHistory implements History {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(result: RunResult, commit: Commit | undefined, good: boolean): void {
    const { scenario, variant, startedAt, outcome, figures } = keptRun(result, commit)
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      this.#database
        .prepare('DELETE FROM runs WHERE scenario = ? AND variant = ? AND started_at = ?')
        .run(scenario, variant, startedAt)
      const { lastInsertRowid } = this.#database
        .prepare(
          `INSERT INTO runs (scenario, variant, started_at, commit_hash, commit_subject, commit_dirty, outcome, good, result)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          ...[scenario, variant, startedAt, commit?.hash ?? null, commit?.subject ?? null],
          ...[commit === undefined ? null : Number(commit.dirty), outcome, Number(good)],
          gzipSync(JSON.stringify(result)),
        )
      const insert = this.#database.prepare('INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?)')
      for (const { id, label, unit, better, value } of figures)
        insert.run(lastInsertRowid, id, label, unit, better, value)
      this.#database
        .prepare(
          `UPDATE runs SET result = NULL WHERE scenario = ?1 AND variant = ?2 AND id NOT IN
             (SELECT id FROM runs WHERE scenario = ?1 AND variant = ?2 ORDER BY started_at DESC LIMIT ?3)`,
        )
        .run(scenario, variant, resultsKept)
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  runs({ scenario = null, variant = null }: { scenario?: string | null; variant?: string | null }) {
    const figures = this.#database.prepare(
      'SELECT id, label, unit, better, value FROM figures WHERE run = ? ORDER BY rowid',
    )
    return this.#rows(scenario, variant).map((row) => ({
      ...runOf(row),
      good: row.good === 1,
      figures: figures.all(Number(row.id)) as unknown as KeptFigure[],
    }))
  }

  lastGood({ scenario, variant }: Required<RunsOf>): readonly RunResult[] {
    const rows = this.#rows(scenario, variant).toReversed()
    const first = rows.findIndex(({ good, result }) => good === 1 && result !== null)
    const found: Row[] = []
    for (const row of first < 0 ? [] : rows.slice(first)) {
      if (row.good !== 1 || row.result === null || !(row === rows[first] || isSameCommit(row, rows[first]))) break
      found.push(row)
    }
    return found.toReversed().map(resultOf)
  }

  sameCommit({ scenario, variant }: Required<RunsOf>): readonly (readonly RunResult[])[] {
    const kept = this.#rows(scenario, variant).filter(
      ({ result, outcome, commit_dirty }) =>
        result !== null && commit_dirty === 0 && (outcome === 'passed' || outcome === 'failed'),
    )
    return [...Map.groupBy(kept, ({ commit_hash }) => commit_hash).values()]
      .filter((rows) => rows.length > 1)
      .slice(-groupsRead)
      .toReversed()
      .map((rows) => rows.map(resultOf))
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  #rows(scenario: string | null, variant: string | null): readonly Row[] {
    return this.#database
      .prepare(
        `SELECT * FROM runs WHERE (?1 IS NULL OR scenario = ?1) AND (?2 IS NULL OR variant = ?2) ORDER BY started_at`,
      )
      .all(scenario, variant) as Row[]
  }
}

function runOf({ scenario, variant, started_at, commit_hash, commit_subject, commit_dirty, outcome }: Row) {
  return {
    scenario: String(scenario),
    variant: String(variant),
    startedAt: String(started_at),
    commit:
      commit_hash === null
        ? undefined
        : { hash: String(commit_hash), subject: String(commit_subject), dirty: commit_dirty === 1 },
    outcome: String(outcome) as KeptRun['outcome'],
  }
}

function isSameCommit(one: Row | undefined, other: Row | undefined): boolean {
  return (
    typeof one?.commit_hash === 'string' &&
    one.commit_hash === other?.commit_hash &&
    one.commit_dirty === 0 &&
    other.commit_dirty === 0
  )
}

function resultOf({ result }: Row): RunResult {
  return JSON.parse(gunzipSync(result as Uint8Array).toString())
}
