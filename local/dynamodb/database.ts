/**
 * The LevelDB that holds everything the local cloud keeps. Writes that are answered to someone are synced to disk
 * first, by group commit: while one batch is on its way to the disk, what arrives is gathered for the next.
 */
import { makeFolder } from '../make-folder.ts';
import { Level, type Level as LevelDb, type Operation, type Range } from './dynalite.ts';

type Done = (error: unknown) => void;

interface Commit {
  readonly operations: readonly Operation[];
  readonly done: Done;
  readonly sync: boolean;
}

export class Database {
  readonly #level: LevelDb;
  #waiting: Commit[] = [];
  #flying: Promise<void> | undefined;

  private constructor(level: LevelDb) {
    this.#level = level;
  }

  /** @throws {Error} a line for a person, when the folder is locked by another process or can not be written */
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
   * Writes all or nothing, and calls `done` when it is on the disk. Commits take effect in the order of the calls.
   * @param sync false: `done` need not wait for the disk; a power cut may undo the write, the end of the process does not
   */
  commit(operations: readonly Operation[], done: Done, sync = true): void {
    this.#waiting.push({ operations, done, sync });
    this.#flying ??= this.#fly();
  }

  /** Writes at once, past the commits that wait, and as with `sync: false`. */
  write(operations: readonly Operation[]): Promise<void> {
    return this.#level.batch(operations, { sync: false });
  }

  /** The range's values, in chunks. */
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
    await this.#flying;
    await this.#level.close();
  }

  async #fly(): Promise<void> {
    while (this.#waiting.length > 0) {
      const commits = this.#waiting;
      this.#waiting = [];
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
    this.#flying = undefined;
  }
}

const CHUNK_VALUES = 500;
const CHUNK_BYTES = 1024 * 1024;

/** Keys that begin with a prefix ending in `~`. */
export const under = (prefix: `${string}~`): { readonly gte: string; readonly lt: string } => ({
  gte: prefix,
  lt: `${prefix.slice(0, -1)}\x7f`,
});

function openError(folder: string, error: unknown): Error {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = codeOf(cause);
  if (code === 'LEVEL_LOCKED') {
    return new Error(
      `${folder} is already in use by another message center. Stop it, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  const reason = cause instanceof Error ? cause.message : String(error);
  return new Error(`${folder} can not be opened (${reason}). Set DATA_DIR to another folder.`, { cause: error });
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
