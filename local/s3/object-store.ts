/**
 * The objects of the buckets. An object's content is a file of `<data folder>/buckets/<bucket>`, written once and never
 * changed; what else is known of it is in the database, and names the file. So an object appears, is replaced and goes
 * away in one write, and a reader of the former content gets all of it.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ItemLocks } from '../dynamodb/item-locks.ts';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import { makePrivateFolder } from '../make-folder.ts';

/** What is known of an object without reading it. */
export interface ObjectHead {
  readonly bytes: number;
  /** MD5 of the content in hexadecimal, with its quotation marks. */
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  /** Content type and the other headers that were stored with it, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags?: Tags;
}

/** The tags of an object, by their keys. */
export type Tags = Readonly<Record<string, string>>;

/** Content that is on the disk and not yet an object. */
export interface Draft {
  readonly file: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly md5: string;
}

export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

interface StoredObject extends ObjectHead {
  readonly key: string;
  /** Name of the file in the bucket's folder. */
  readonly file: string;
}

export interface ObjectStoreOptions {
  readonly dataDir: string;
  readonly index: KeyValueStore;
  /** @returns epoch milliseconds */
  readonly now: () => number;
  /** True for an object that its bucket's lifecycle has expired. */
  readonly isExpired: (bucket: string, key: string, modifiedAt: number) => boolean;
  /** Called once an object is stored, by whatever operation. */
  readonly onStored?: (bucket: string, key: string) => void;
  /** Called once an object is stored, tagged or deleted, but not where its lifecycle expires it. */
  readonly onChanged?: (bucket: string, key: string, isDeletion: boolean) => void;
}

/** How much of a key a file's name has; the rest of the name tells files of one key apart. Names have 255 bytes. */
const NAME_MAX_LENGTH = 200;

export class ObjectStore {
  readonly #options: ObjectStoreOptions;
  readonly #root: string;
  readonly #drafts: string;
  readonly #locks = new ItemLocks();

  constructor(options: ObjectStoreOptions) {
    this.#options = options;
    this.#root = join(options.dataDir, 'buckets');
    // No bucket has such a name. It is on the same disk, so that a draft becomes an object by renaming it.
    this.#drafts = join(this.#root, '.drafts');
  }

  async open(): Promise<void> {
    await makePrivateFolder(this.#root);
    await rm(this.#drafts, { recursive: true, force: true });
    await mkdir(this.#drafts);
  }

  async head(bucket: string, key: string): Promise<ObjectHead | undefined> {
    return this.#find(bucket, key);
  }

  /** Returns an object with its content, or a range of it, as a stream. */
  async read(
    bucket: string,
    key: string,
    rangeOf: (head: ObjectHead) => ByteRange | undefined = () => undefined,
  ): Promise<{ readonly head: ObjectHead; readonly content: Readable } | undefined> {
    const found = await this.#find(bucket, key);
    if (!found) return undefined;
    const range = rangeOf(found);
    try {
      const handle = await open(this.#pathOf(bucket, found.file));
      // `start` and `end` count from 0, and an empty file has no last byte.
      if (found.bytes === 0) {
        await handle.close();
        return { head: found, content: Readable.from([]) };
      }
      const { first: start, last: end } = range ?? { first: 0, last: found.bytes - 1 };
      return { head: found, content: handle.createReadStream({ start, end }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // It was replaced or deleted in the meantime. If it was not, its file was removed by hand, and it is gone.
      const newer = await this.#find(bucket, key);
      if (newer && newer.file !== found.file) return this.read(bucket, key, rangeOf);
      await this.delete(bucket, key);
      return undefined;
    }
  }

  /**
   * Writes content to the disk, chunk by chunk.
   * @throws what the content throws; nothing is left of it then
   */
  async receive(content: AsyncIterable<Uint8Array>): Promise<Draft> {
    const file = join(this.#drafts, randomUUID());
    const hash = createHash('md5');
    let bytes = 0;
    try {
      await pipeline(
        content,
        async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            bytes += chunk.length;
            yield chunk;
          }
        },
        // It is on the disk when it is closed.
        createWriteStream(file, { flush: true, mode: 0o600 }),
      );
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    return { file, bytes, md5: hash.digest('hex') };
  }

  /**
   * Makes a draft an object, in the place of any former one. Resolves when it is on the disk.
   * @param options.ifAbsent leaves a former object alone, and removes the draft
   * @returns undefined if `ifAbsent` and there is one
   */
  async commit(
    bucket: string,
    key: string,
    { file, bytes, md5 }: Draft,
    { headers, tags, ifAbsent = false }: { headers: ObjectHead['headers']; tags?: Tags; ifAbsent?: boolean },
  ): Promise<ObjectHead | undefined> {
    return this.#exclusively(bucket, key, async () => {
      const former = await this.#find(bucket, key);
      if (ifAbsent && former) {
        await rm(file, { force: true });
        return undefined;
      }
      const name = fileName(key);
      const stored: StoredObject = {
        key,
        file: name,
        bytes,
        etag: `"${md5}"`,
        modifiedAt: this.#options.now(),
        headers,
        ...(tags && { tags }),
      };
      await mkdir(join(this.#root, bucket), { recursive: true });
      await rename(file, this.#pathOf(bucket, name));
      await this.#options.index.put(indexKey(bucket, key), stored);
      if (former) await this.#removeFile(bucket, former);
      this.#options.onStored?.(bucket, key);
      this.#options.onChanged?.(bucket, key, false);
      return stored;
    });
  }

  /** Gives an object other tags, if it still is what was tagged: its content may have been replaced meanwhile. */
  async tag(bucket: string, key: string, etag: string, tags: Tags): Promise<void> {
    await this.#exclusively(bucket, key, async () => {
      const stored = await this.#find(bucket, key);
      if (stored?.etag !== etag) return;
      await this.#options.index.put(indexKey(bucket, key), { ...stored, tags });
      this.#options.onChanged?.(bucket, key, false);
    });
  }

  /** Removes a draft that becomes no object. */
  async discard({ file }: Draft): Promise<void> {
    await rm(file, { force: true });
  }

  /** Deletes an object, if there is one. */
  async delete(bucket: string, key: string): Promise<void> {
    await this.#drop(bucket, key);
    this.#options.onChanged?.(bucket, key, true);
  }

  async #drop(bucket: string, key: string): Promise<void> {
    await this.#exclusively(bucket, key, async () => {
      const stored = await this.#options.index.get<StoredObject>(indexKey(bucket, key));
      if (stored) await this.#remove(bucket, stored);
    });
  }

  /** Deletes what has expired, and files of no object, which a crash has left behind. */
  async sweep(buckets: readonly string[]): Promise<void> {
    for (const bucket of buckets) {
      const files = await readdir(join(this.#root, bucket)).catch(() => []);
      const objects = await this.#options.index.entries<StoredObject>(indexKey(bucket, ''));
      for (const [, { key, modifiedAt }] of objects)
        if (this.#options.isExpired(bucket, key, modifiedAt)) await this.#drop(bucket, key);
      // Listed after the files: whatever became an object in between is not among those.
      const known = new Set(objects.map(([, { file }]) => file));
      for (const file of files)
        if (FILE_NAME.test(file) && !known.has(file)) await rm(this.#pathOf(bucket, file), { force: true });
    }
  }

  /** Returns the path of an object's file. */
  async fileOf(bucket: string, key: string): Promise<string | undefined> {
    const found = await this.#find(bucket, key);
    return found && this.#pathOf(bucket, found.file);
  }

  async #find(bucket: string, key: string): Promise<StoredObject | undefined> {
    const stored = await this.#options.index.get<StoredObject>(indexKey(bucket, key));
    return stored && !this.#options.isExpired(bucket, key, stored.modifiedAt) ? stored : undefined;
  }

  async #remove(bucket: string, stored: StoredObject): Promise<void> {
    await this.#options.index.del(indexKey(bucket, stored.key));
    await this.#removeFile(bucket, stored);
  }

  async #removeFile(bucket: string, { file }: StoredObject): Promise<void> {
    await rm(this.#pathOf(bucket, file), { force: true });
  }

  #pathOf(bucket: string, file: string): string {
    return join(this.#root, bucket, file);
  }

  /** Runs one change of an object at a time. */
  #exclusively<Result>(bucket: string, key: string, run: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#locks.acquire(indexKey(bucket, key), (release) => {
        void run().then(resolve, reject).finally(release);
      });
    });
  }
}

/** Keys may hold anything, so they are encoded: `%` and ASCII alone. */
const indexKey = (bucket: string, key: string): string => `${bucket}/${encodeURIComponent(key.toWellFormed())}`;

const FILE_NAME = /~[0-9a-f]{16}$/;

/**
 * Names a new file of a key. It has no slash, is neither `.` nor `..`, and differs from all others even where a file
 * system ignores case.
 */
const fileName = (key: string): string =>
  `${encodeURIComponent(key.toWellFormed()).slice(0, NAME_MAX_LENGTH)}~${randomBytes(8).toString('hex')}`;
