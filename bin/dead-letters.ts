/**
 * Where dead letters are kept: a bucket of a deployed stack, reached by the AWS CLI, or a folder of the local cloud.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface DeadLetters {
  /** Returns the names of all letters, oldest first in each shard. */
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
  remove(name: string): Promise<void>;
}

/** Runs `aws` with these arguments. @returns what it prints @throws {Error} with what it says where it fails */
export type AwsCli = (...args: readonly string[]) => Promise<string>;

export function lettersInBucket(bucket: string, aws: AwsCli): DeadLetters {
  return {
    async list() {
      const query = ['--query', 'Contents[].Key', '--output', 'json'];
      const found = await aws('s3api', 'list-objects-v2', '--bucket', bucket, '--prefix', 'aws/lambda/', ...query);
      // An empty bucket has no Contents, for which the CLI prints null or nothing.
      return (JSON.parse(found.trim() || 'null') as readonly string[] | null) ?? [];
    },
    read: (name) => aws('s3', 'cp', `s3://${bucket}/${name}`, '-'),
    async remove(name) {
      await aws('s3api', 'delete-object', '--bucket', bucket, '--key', name);
    },
  };
}

/** @param folder need not exist: then there are no letters */
export function lettersInFolder(folder: string): DeadLetters {
  return {
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw error;
      });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
    },
    read: (name) => readFile(name, 'utf8'),
    remove: (name) => rm(name, { force: true }),
  };
}
