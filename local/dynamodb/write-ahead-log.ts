/**
 * Reads LevelDB's write-ahead logs without changing them. LevelDB's own recovery drops what it cannot read, deletes the
 * log and reports that in a file, so this is the only time at which a loss can be noticed with the data still there.
 * https://github.com/google/leveldb/blob/main/doc/log_format.md
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface LogContent {
  readonly file: string;
  /** The numbers of the commits, in order, with a `'gap'` where bytes cannot be read. */
  readonly parts: readonly (number | 'gap')[];
  /** Bytes that LevelDB drops. */
  readonly droppedBytes: number;
}

/** The key whose value is the number of its commit. It is the first of every batch. */
export const COMMIT_KEY = 'commit~';

const BLOCK_BYTES = 32 * 1024;
/** Checksum (4), length (2), type (1). */
const HEADER_BYTES = 7;
/** Sequence number (8), count of operations (4). */
const BATCH_HEADER_BYTES = 12;
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;
const PUT = 1;
const CHECKSUM_MASK = 0xa282ead8;

/** Returns the content of a database's logs, oldest first. */
export async function readLogs(folder: string): Promise<LogContent[]> {
  const files = (await readdir(folder)).filter((name) => /^\d+\.log$/.test(name));
  const inOrder = files.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return Promise.all(inOrder.map(async (file) => ({ file, ...contentOf(await readFile(join(folder, file))) })));
}

function contentOf(log: Buffer): Omit<LogContent, 'file'> {
  const parts: (number | 'gap')[] = [];
  let droppedBytes = 0;
  let fragments: Buffer[] = [];
  const drop = (...dropped: Buffer[]): void => {
    for (const data of [...fragments, ...dropped]) droppedBytes += data.length;
    fragments = [];
    if (parts.at(-1) !== 'gap') parts.push('gap');
  };
  const finish = (batch: Buffer): void => {
    const number = commitNumber(batch);
    if (number !== undefined) parts.push(number);
    fragments = [];
  };
  const add = (type: number | undefined, data: Buffer): void => {
    const continues = type === MIDDLE || type === LAST;
    if (continues && fragments.length === 0) return drop(data);
    if (!continues && fragments.length > 0) drop();
    if (type === FULL) finish(data);
    else if (type === LAST) finish(Buffer.concat([...fragments, data]));
    else if (type === FIRST || type === MIDDLE) fragments.push(data);
    else drop(data);
  };
  for (let start = 0; start < log.length; start += BLOCK_BYTES) {
    const block = log.subarray(start, start + BLOCK_BYTES);
    let at = 0;
    while (block.length - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + block.readUInt16LE(at + 4);
      // A length that is wrong makes the rest of the block useless.
      if (end > block.length || !isIntact(block.subarray(at, end))) break;
      add(block[at + 6], block.subarray(at + HEADER_BYTES, end));
      at = end;
    }
    const rest = block.subarray(at);
    // A full block ends with fewer bytes than a header, which hold nothing.
    const isPadding = rest.length < HEADER_BYTES && block.length === BLOCK_BYTES;
    if (rest.length > 0 && !isPadding) drop(rest);
  }
  if (fragments.length > 0) drop();
  return { parts, droppedBytes };
}

/** True if the checksum of a record, over its type and data, is right. */
const isIntact = (record: Buffer): boolean =>
  (rotateRight(crc32c(record.subarray(6)), 15) + CHECKSUM_MASK) >>> 0 === record.readUInt32LE(0);

/** Returns the number that the first operation of a batch stores; undefined for a batch of an earlier version. */
function commitNumber(batch: Buffer): number | undefined {
  const key = BATCH_HEADER_BYTES + 2;
  const value = key + COMMIT_KEY.length + 1;
  if (batch[BATCH_HEADER_BYTES] !== PUT || batch[key - 1] !== COMMIT_KEY.length) return undefined;
  if (batch.toString('utf8', key, value - 1) !== COMMIT_KEY) return undefined;
  return Number(batch.toString('utf8', value, value + (batch[value - 1] ?? 0)));
}

const rotateRight = (value: number, bits: number): number => ((value >>> bits) | (value << (32 - bits))) >>> 0;

/** The table of CRC-32C (Castagnoli), reflected. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(data: Buffer): number {
  let value = 0xffffffff;
  for (let at = 0; at < data.length; at += 1) value = (table[(value ^ (data[at] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
