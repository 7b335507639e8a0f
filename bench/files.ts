/**
 * Measures uploads and downloads of files through the site: how long they take, the processor time of the cloud, and
 * how far its memory grows, which must not follow the size of the files.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { synthesize } from '#start/synthesize.ts';
import type { FilesCloudReady, FilesCloudReport } from './files-cloud.ts';
import { progress } from './progress.ts';
import { dollarsFor } from './quantities.ts';
import { createTable, digits } from './table.ts';

const MEGABYTE = 1024 * 1024;
const WARM_UP = 20;

/** By what is measured: the size of a file, how many, and how many at once. */
const RUNS = [
  { bytes: MEGABYTE, files: 100, inFlight: 1 },
  { bytes: MEGABYTE, files: 100, inFlight: 8 },
  { bytes: 10 * MEGABYTE, files: 20, inFlight: 8 },
] as const;

interface Run {
  readonly act: 'upload' | 'download';
  readonly megabytes: number;
  readonly inFlight: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the cloud, for each file. */
  readonly cpuMs: number;
  /** How much higher the peak of the resident memory is than that of all runs before. */
  readonly memoryGrowth: number;
}

export interface FilesResult {
  readonly runs: readonly Run[];
  /** What S3 bills for a million files that are uploaded once and read once. */
  readonly dollarsPerMillion: { readonly upload: number; readonly download: number };
}

export async function timeFiles(): Promise<FilesResult> {
  const dataDir = await mkdtemp(join(tmpdir(), 'message-center-bench-'));
  const assembly = await synthesize({ outDir: '.local/bench-assembly', log: progress });
  const child = fork(fileURLToPath(new URL('files-cloud.ts', import.meta.url)), [assembly, dataDir], {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const ready = await receive<FilesCloudReady>(child);
    const transfer = createTransfer(ready);
    const warming = { bytes: MEGABYTE, files: WARM_UP, inFlight: 8 };
    for (const act of ['upload', 'download'] as const) await inTurns(warming, (key) => transfer[act](key, MEGABYTE));
    const runs: Run[] = [];
    for (const run of RUNS) {
      for (const act of ['upload', 'download'] as const) {
        progress(`${run.files} × ${act} of ${run.bytes / MEGABYTE} MB, ${run.inFlight} in flight …`);
        const before = await report(child);
        const times = await inTurns(run, (key) => transfer[act](key, run.bytes));
        const after = await report(child);
        runs.push({
          act,
          megabytes: run.bytes / MEGABYTE,
          inFlight: run.inFlight,
          p50Ms: quantile(times, 0.5),
          p99Ms: quantile(times, 0.99),
          cpuMs: (after.cpuMs - before.cpuMs) / run.files,
          memoryGrowth: after.memoryPeak - before.memoryPeak,
        });
      }
    }
    const million = 1_000_000;
    return {
      runs,
      dollarsPerMillion: { upload: dollarsFor('objectWrite', million), download: dollarsFor('objectRead', million) },
    };
  } finally {
    const exit = once(child, 'exit');
    child.send('stop');
    await exit;
    await rm(dataDir, { recursive: true, force: true });
  }
}

export function printFiles({ runs, dollarsPerMillion }: FilesResult): void {
  const table = createTable(28);
  console.log(table('file', ['p50 ms', 'p99 ms', 'CPU ms', 'memory + MB']));
  for (const { act, megabytes, inFlight, p50Ms, p99Ms, cpuMs, memoryGrowth } of runs)
    console.log(
      table(`${act} of ${megabytes} MB, ${inFlight} in flight`, [
        digits(p50Ms),
        digits(p99Ms),
        digits(cpuMs),
        digits(memoryGrowth / MEGABYTE),
      ]),
    );
  const { upload, download } = dollarsPerMillion;
  console.log(`S3 bills $${upload.toFixed(2)} for a million uploads, and $${download.toFixed(2)} for their downloads.`);
}

/** Signs as a function does, and sends as a page does. */
function createTransfer({ siteUrl, bucket, region, credentials }: FilesCloudReady) {
  // The SDK's long warning about Node 20 would stand among the results.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const client = new S3Client({ region, credentials });
  return {
    async upload(key: string, bytes: number): Promise<number> {
      const { fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Fields: { 'Content-Type': 'image/jpeg' },
        Conditions: [{ 'Content-Type': 'image/jpeg' }, ['content-length-range', bytes, bytes]],
      });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(bytes)]));
      const start = performance.now();
      const { status } = await fetch(`${siteUrl}/files/`, { method: 'POST', body: form });
      if (status !== 204) throw new Error(`An upload was answered ${status}.`);
      return performance.now() - start;
    },
    async download(key: string, bytes: number): Promise<number> {
      const signed = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }));
      const { pathname, search } = new URL(signed);
      const start = performance.now();
      const { byteLength } = await (await fetch(`${siteUrl}/files${pathname}${search}`)).arrayBuffer();
      if (byteLength !== bytes) throw new Error(`A download had ${byteLength} bytes instead of ${bytes}.`);
      return performance.now() - start;
    },
  };
}

/** Transfers each file once, a number of them at a time. @returns the times in milliseconds */
async function inTurns(
  { files, inFlight, bytes }: { readonly files: number; readonly inFlight: number; readonly bytes: number },
  transfer: (key: string) => Promise<number>,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < files) times.push(await transfer(`incoming/${bytes}-${(next += 1)}`));
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return times;
}

async function report(child: ChildProcess): Promise<FilesCloudReport> {
  child.send('report');
  return receive(child);
}

/** @throws {Error} when the process ends instead */
async function receive<Message>(child: ChildProcess): Promise<Message> {
  const ending = new AbortController();
  const ended = once(child, 'exit', { signal: ending.signal }).then(() => {
    throw new Error('The cloud of files ended. What it printed last says why.');
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [Message];
  ending.abort();
  await ended.catch(() => {});
  return message;
}

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
