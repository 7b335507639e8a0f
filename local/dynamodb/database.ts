/**
 * The LevelDB database that holds everything the local cloud stores. Writes that a caller waits for are synced to the
 * disk first, by group commit: while one batch is being written, new writes gather for the next.
 *
 * A write that fails, such as on a full disk, leaves a torn record in LevelDB's log, and LevelDB goes on behind it. Its
 * recovery drops everything behind a torn record, so a later write that looks stored would be gone at the next start.
 * After a failure, therefore, nothing is written until the database was opened again, which ends the log before the
 * torn record.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '../aws/service.ts';
import { noFaults, type Faults } from '../faults.ts';
import { makePrivateFolder } from '../make-folder.ts';
import type { Operation, Range } from './dynalite.ts';
import { codeOf, openLevel, reasonOf, type OpenLevel } from './open-level.ts';
import { probeSpace } from './probe-space.ts';
import { COMMIT_KEY } from './write-ahead-log.ts';

type Done = (error: unknown) => void;

const CHUNK_VALUES = 500;
const CHUNK_BYTES = 1024 * 1024;
/** Wait before the next attempt to open the database after a failed write. */
const REOPEN_INTERVAL_MS = 1000;

interface Commit {
  readonly operations: readonly Operation[];
  readonly done: Done;
  readonly sync: boolean;
  readonly since: number;
}

interface CommitOptions {
  /**
   * False: `done` need not wait for the disk. A power cut may undo the write, a crash of the process cannot. The
   * default is true.
   */
  readonly sync?: boolean | undefined;
  /** The `opening` at which the writer read what it bases its write on. The default is the current one. */
  readonly since?: number | undefined;
}

interface DatabaseOptions {
  /** Opens a database that has lost data. */
  readonly acceptLoss?: boolean | undefined;
  readonly faults?: Pick<Faults, 'failedCommits'>;
  readonly log?: (line: string) => void;
}

export class Database {
  readonly #folder: string;
  readonly #options: Required<DatabaseOptions>;
  readonly #closing = new AbortController();
  readonly #resuming = new Set<() => Promise<void>>();
  /** Undefined while the database is being opened again. */
  #open: OpenLevel | undefined;
  #pending: Commit[] = [];
  #flushing: Promise<void> | undefined;
  #recovering: Promise<void> | undefined;
  /**
   * How often the database was opened. A failed write may turn up when the database is opened again, so what was read
   * before that may be out of date.
   */
  opening = 1;

  private constructor(folder: string, options: Required<DatabaseOptions>, open: OpenLevel) {
    this.#folder = folder;
    this.#options = options;
    this.#open = open;
  }

  /**
   * @throws {OptionError} when another process uses the folder, it cannot be written, or acknowledged data is missing
   */
  static async open(folder: string, given: DatabaseOptions = {}): Promise<Database> {
    const { acceptLoss = false, faults = noFaults, log = () => {} } = given;
    const options = { acceptLoss, faults, log };
    await makePrivateFolder(folder);
    return new Database(folder, options, await openLevel(folder, options));
  }

  get(key: string): unknown {
    return this.#level.getSync(key);
  }

  /**
   * Writes all operations or none, and calls `done` when they are on the disk. Commits take effect in the order of the
   * calls. Once a commit has failed, all others fail with 503 until the database was opened again. A failed commit may
   * have been stored nevertheless, as with any service that does not answer.
   */
  commit(
    operations: readonly Operation[],
    done: Done,
    { sync = true, since = this.opening }: CommitOptions = {},
  ): void {
    this.#pending.push({ operations, done, sync, since });
    this.#flushing ??= this.#flush();
  }

  /** Writes as `commit` does. */
  write(operations: readonly Operation[], options?: CommitOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.commit(operations, (error) => (error ? reject(error) : resolve()), options);
    });
  }

  /** Yields the values of a range in chunks. */
  async *chunks(range: Range): AsyncGenerator<unknown[]> {
    const values = this.#level.values({ ...range, highWaterMarkBytes: CHUNK_BYTES });
    try {
      for (let chunk = await values.nextv(CHUNK_VALUES); chunk.length > 0; chunk = await values.nextv(CHUNK_VALUES))
        yield chunk;
    } catch (error) {
      throw codeOf(error) === 'LEVEL_ITERATOR_NOT_OPEN' ? unavailable(error) : error;
    } finally {
      await values.close();
    }
  }

  entries(range: Range): AsyncIterable<[string, unknown]> {
    return this.#level.iterator(range);
  }

  /** Deletes a range. It does not wait for the disk. */
  async clear(range: Range): Promise<void> {
    const keys = this.#level.keys(range);
    try {
      for (let chunk = await keys.nextv(CHUNK_VALUES); chunk.length > 0; chunk = await keys.nextv(CHUNK_VALUES)) {
        await this.write(
          chunk.map((key) => ({ type: 'del', key })),
          { sync: false },
        );
      }
    } finally {
      await keys.close();
    }
  }

  /**
   * Registers work that must be done after the database was opened again, before anything else is written: failed
   * writes may have turned up.
   */
  onResume(work: () => Promise<void>): void {
    this.#resuming.add(work);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#flushing;
    await this.#recovering;
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }

  /** @throws {ServiceError} while the database is not open */
  get #level(): OpenLevel['level'] {
    if (!this.#open) throw unavailable();
    return this.#open.level;
  }

  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      const commits = this.#pending;
      this.#pending = [];
      const isCurrent = ({ since }: Commit): boolean => !this.#recovering && since === this.opening;
      const current = commits.filter(isCurrent);
      const refused = commits.filter((commit) => !current.includes(commit));
      // Always asynchronous, also where every commit is refused: a caller's `done` is never called inside its `commit`.
      const failure = await (current.length > 0 ? this.#write(current) : Promise.resolve()).then(
        () => null,
        (error: unknown) => this.#fail(error),
      );
      for (const { done } of current) done(failure);
      for (const { done } of refused) done(unavailable());
    }
    this.#flushing = undefined;
  }

  /** @returns what the writers are told */
  #fail(cause: unknown): ServiceError {
    if (!this.#closing.signal.aborted) {
      this.#options.log(`[database] A write failed (${reasonOf(cause)}). Nothing is stored until it is open again.`);
      this.#recovering = this.#recover().finally(() => {
        this.#recovering = undefined;
      });
    }
    return unavailable(cause);
  }

  /** Writes one group. No other write runs at the same time: it would be behind the torn record if this one fails. */
  async #write(commits: readonly Commit[]): Promise<void> {
    if (!this.#open) throw unavailable();
    const { level, progress } = this.#open;
    const { failedCommits } = this.#options.faults;
    const fails = failedCommits > 0 && Math.random() < failedCommits;
    if (fails && Math.random() < 0.5) throw new Error('a fault, before the write');
    const number = progress.reached + 1;
    const sync = commits.some((commit) => commit.sync);
    const numbered: Operation = { type: 'put', key: COMMIT_KEY, value: number };
    await level.batch([numbered, ...commits.flatMap(({ operations }) => operations)], { sync });
    if (fails) throw new Error('a fault, after the write');
    progress.reach(number, { acknowledged: sync });
  }

  /** Opens the database again, as often as it takes. Until there is room for that, the old one is read. */
  async #recover(): Promise<void> {
    const { signal } = this.#closing;
    let said: string | undefined;
    while (!signal.aborted) {
      try {
        await this.#reopen();
        this.#options.log('[database] It is open again, and everything that was acknowledged is in it.');
        return;
      } catch (error) {
        const reason = reasonOf(error);
        if (reason !== said) this.#options.log(`[database] It cannot be opened again yet (${reason}).`);
        said = reason;
      }
      await sleep(REOPEN_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #reopen(): Promise<void> {
    if (this.#open) {
      await probeSpace(this.#folder);
      const old = this.#open;
      this.#open = undefined;
      await old.close();
    }
    this.#open = await openLevel(this.#folder, { log: this.#options.log, acceptLoss: false });
    this.opening += 1;
    for (const work of this.#resuming) await work();
  }
}

/** The range of all keys that begin with a prefix. The prefix ends in `~`. */
export const under = (prefix: `${string}~`): { readonly gte: string; readonly lt: string } => ({
  gte: prefix,
  lt: `${prefix.slice(0, -1)}\x7f`,
});

/**
 * DynamoDB's own error of this kind, which the SDK tries again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const unavailable = (cause?: unknown): ServiceError => {
  const message = 'The database is not open. After a write that failed it is opened again, which takes a moment.';
  return Object.assign(new ServiceError('ServiceUnavailable', message, 503), { cause });
};
