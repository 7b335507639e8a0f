/**
 * How far the database has come. Commits have consecutive numbers. The number of the newest one that was acknowledged
 * is in a file beside LevelDB's own: it is written after the commit is on the disk and before its writers are told, so
 * the database must always reach at least this number. Where it does not, acknowledged data is missing, however whole
 * the database looks.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** LevelDB leaves files alone whose names it does not know. */
const FILE = 'ACKNOWLEDGED';
/** Every number has this length, so that writing one overwrites the one before and needs no new space on the disk. */
const DIGITS = 16;

/** Returns the number of the newest acknowledged commit in a folder; 0 if none is known. */
export function readAcknowledged(folder: string): number {
  const path = join(folder, FILE);
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return /^\d+$/.test(text) ? Number(text) : 0;
}

export class Progress {
  /** The number of the newest commit. */
  reached: number;
  readonly #file: number;

  /** @param reached the newest commit in the database. It counts as acknowledged. */
  constructor(folder: string, reached: number) {
    const path = join(folder, FILE);
    this.reached = reached;
    this.#file = openSync(path, existsSync(path) ? 'r+' : 'w');
    this.#save();
    fsyncSync(this.#file);
  }

  /**
   * Counts a commit. An acknowledged number is in the page cache afterwards, which a crash of the process does not
   * undo. A power cut may leave a lower one, which is safe.
   */
  reach(number: number, { acknowledged }: { readonly acknowledged: boolean }): void {
    this.reached = number;
    if (acknowledged) this.#save();
  }

  close(): void {
    closeSync(this.#file);
  }

  #save(): void {
    writeSync(this.#file, `${String(this.reached).padStart(DIGITS, '0')}\n`, 0);
  }
}
