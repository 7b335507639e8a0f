/**
 * The LevelDB database that holds everything the local cloud stores. Writes that a caller waits for are synced to the
 * disk first, by group commit: while one batch is being written, new writes gather for the next.
 */
import { makeFolder } from '../make-folder.ts';
import { OptionError } from '../option-error.ts';
import { Level, type Level as LevelDb, type Operation, type Range } from './dynalite.ts';

type Done = (error: unknown) => void;

const CHUNK_VALUES = 500;
const CHUNK_BYTES = 1024 * 1024;

interface Commit {
  readonly operations: readonly Operation[];
  readonly done: Done;
  readonly sync: boolean;
}

export class Database {
  readonly #level: LevelDb;
  #pending: Commit[] = [];
  #flushing: Promise<void> | undefined;

  private constructor(level: LevelDb) {
    this.#level = level;
  }

  /** @throws {OptionError} when another process uses the folder, or it cannot be written */
  static async open(folder: string): Promise<Database> {
    await makeFolder(folder);
    const level = new Level(folder, { valueEncoding: 'json' });
    try {
      await level.open();
    } catch (error) {
      throw openError(folder, error);
    }
    return new Database(level);
  }

  get(key: string): unknown {
    return this.#level.getSync(key);
  }

  /**
   * Writes all operations or none, and calls `done` when they are on the disk. Commits take effect in the order of the
   * calls.
   * @param sync false: `done` need not wait for the disk. A power cut may undo the write, a crash of the process
   * cannot.
   */
  commit(operations: readonly Operation[], done: Done, sync = true): void {
    this.#pending.push({ operations, done, sync });
    this.#flushing ??= this.#flush();
  }

  /** Writes immediately, ahead of pending commits, and does not wait for the disk. */
  write(operations: readonly Operation[]): Promise<void> {
    return this.#level.batch(operations, { sync: false });
  }

  /** Yields the values of a range in chunks. */
  async *chunks(range: Range): AsyncGenerator<unknown[]> {
    const values = this.#level.values({ ...range, highWaterMarkBytes: CHUNK_BYTES });
    try {
      for (let chunk = await values.nextv(CHUNK_VALUES); chunk.length > 0; chunk = await values.nextv(CHUNK_VALUES))
        yield chunk;
    } finally {
      await values.close();
    }
  }

  entries(range: Range): AsyncIterable<[string, unknown]> {
    return this.#level.iterator(range);
  }

  clear(range: Range): Promise<void> {
    return this.#level.clear(range);
  }

  async close(): Promise<void> {
    await this.#flushing;
    await this.#level.close();
  }

  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      const commits = this.#pending;
      this.#pending = [];
      let failure: unknown = null;
      try {
        await this.#level.batch(
          commits.flatMap(({ operations }) => operations),
          { sync: commits.some(({ sync }) => sync) },
        );
      } catch (error) {
        failure = error;
      }
      for (const commit of commits) commit.done(failure);
    }
    this.#flushing = undefined;
  }
}

/** The range of all keys that begin with a prefix. The prefix ends in `~`. */
export const under = (prefix: `${string}~`): { readonly gte: string; readonly lt: string } => ({
  gte: prefix,
  lt: `${prefix.slice(0, -1)}\x7f`,
});

function openError(folder: string, error: unknown): Error {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = codeOf(cause);
  if (code === 'LEVEL_LOCKED') {
    return new OptionError('dataDir', `${folder} is already in use by another local cloud. Stop it first.`, error);
  }
  const reason = cause instanceof Error ? cause.message : String(error);
  return new OptionError('dataDir', `${folder} cannot be opened (${reason}).`, error);
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
