/**
 * What became of the pictures of a run: each that is in a message loads with its bytes, for the two people of the
 * conversation and nobody else; and once the sweep has run, the bucket has nothing that no message has.
 */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { localOutputs, required } from '#bin/target.ts';
import { ApiProblem } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import { isMessage } from '#contract/entry-kinds.ts';
import { conversationOf, isMemberOf } from '#contract/message-id.ts';
import { getMessageAttachments } from '#contract/routes/attachments.ts';
import type { Message } from '#contract/schemas.ts';
import type { CloudProcess } from './cloud-process.ts';
import type { Evidence } from './judge.ts';
import type { Person } from './people.ts';
import { pictureOf, PICTURE_TYPE } from './picture-bytes.ts';
import type { Witness } from './witness.ts';

/** How long after the run the sweep believes that it runs: everything is due then. */
const SWEPT_AFTER_MS = 10 * 24 * 60 * 60_000;
const SWEEP_MS = 5 * 60_000;

export interface PictureFindings {
  readonly lost: readonly string[];
  readonly leaked: readonly string[];
  readonly leftBehind: readonly string[];
  /** Pictures that were compared. */
  readonly compared: number;
}

interface Run {
  readonly people: readonly Person[];
  readonly witness: Witness;
  readonly logs: Evidence['logs'];
  readonly cloud: CloudProcess;
}

export async function judgePictures(run: Run): Promise<PictureFindings> {
  const [lost, leaked]: [string[], string[]] = [[], []];
  /** The keys of the files of messages. */
  const held = new Set<string>();
  let compared = 0;

  for (const { reader, peer, entries } of run.logs) {
    const outsider = run.people.find(({ name }) => !isMemberOf(conversationOf(reader, peer), name));
    for (const entry of entries) {
      if (!isMessage(entry) || !entry.attachments?.length) continue;
      const sent = picturesOf(run.witness, entry);
      const links = await linksOf(sessionOf(run.people, reader), entry.id);
      if (typeof links === 'number' || links.length !== sent.length)
        lost.push(`${reader} gets ${JSON.stringify(links)} for the ${sent.length} pictures of ${entry.id}`);
      else
        for (const [index, url] of links.entries()) {
          held.add(keyOf(url));
          compared++;
          if (!(await hasBytes(`http://127.0.0.1:${run.cloud.port}${url}`, sent[index])))
            lost.push(`${reader} does not load picture ${index} of ${entry.id} as it was sent`);
        }
      const pried = outsider && (await linksOf(sessionOf(run.people, outsider.name), entry.id));
      if (pried !== undefined && pried !== 404) leaked.push(`${outsider?.name} asked for the pictures of ${entry.id}`);
    }
  }
  return { lost, leaked, leftBehind: await sweepAndCompare(run, held), compared };
}

/** Runs the sweep of files, and returns what the bucket has or misses then, one sentence each. */
async function sweepAndCompare({ people, cloud }: Run, held: ReadonlySet<string>): Promise<readonly string[]> {
  process.env['PORT'] = String(cloud.port);
  const outputs = await localOutputs('The run has started one.');
  const [messages, attachments, bucket] = ['MessagesTable', 'AttachmentsTable', 'FilesBucket'].map((name) =>
    required(outputs, name),
  ) as [string, string, string];
  // Without a region in its address, S3 is that of us-east-1.
  const s3 = new S3Client({ forcePathStyle: true, region: 'us-east-1' });
  const has = (Key: string): Promise<boolean> =>
    s3.send(new HeadObjectCommand({ Bucket: bucket, Key })).then(
      () => true,
      () => false,
    );
  // The client is made when its module loads, and reads the environment then.
  const { attachmentRemoval } = await import('#functions/aws/attachments-table.ts');
  const { dueTasks, notedTasks } = await import('#functions/aws/due-files.ts');
  const { messagesTable } = await import('#functions/aws/messages-table.ts');
  const { postsTable } = await import('#functions/aws/posts-table.ts');
  const { systemClock } = await import('#functions/aws/clock.ts');
  const { sweepFiles } = await import('#functions/core/files/sweep-files.ts');

  const removal = attachmentRemoval(attachments);
  const rows = (await Promise.all(people.map(({ name }) => removal.list(name)))).flat();
  const clock = { ...systemClock, now: () => systemClock.now() + SWEPT_AFTER_MS };
  const services = {
    attachmentRemoval: removal,
    dueTasks: { ...notedTasks(attachments), ...dueTasks(attachments) },
    files: {
      async remove(Key: string): Promise<void> {
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      },
    },
    log: messagesTable(messages),
    posts: postsTable(required(outputs, 'PostsTable')),
    clock,
  };
  const failures = await sweepFiles(services, clock.now() + SWEEP_MS);

  const found: string[] = failures > 0 ? [`${failures} tasks of the sweep failed`] : [];
  for (const key of held) if (!(await has(key))) found.push(`the sweep has removed ${key}, which a message has`);
  // Nothing lists the objects of a bucket that functions use: their number says whether there are more.
  let expected = held.size;
  for (const { incoming } of rows) if (await has(incoming)) expected++;
  for (const key of new Set(rows.flatMap(({ files = [] }) => [...files])))
    if (!held.has(key) && (await has(key))) found.push(`${key} is left, and no message has it`);
  const objects = await readdir(join(cloud.folder, 'buckets', bucket));
  if (objects.length !== expected) found.push(`the bucket has ${objects.length} objects instead of ${expected}`);
  return found;
}

const picturesOf = ({ written }: Witness, { body }: Message): readonly Blob[] => {
  const { text = '', pictures = 0 } = written.find((each) => each.text === body) ?? {};
  return Array.from({ length: pictures }, (_, index) => pictureOf(text, index));
};

/** @returns the links to a message's pictures, or the status of the refusal */
async function linksOf(session: Session, id: string): Promise<readonly string[] | number> {
  try {
    return (await session.call(getMessageAttachments, { parameters: { id } })).items.map(({ url }) => url);
  } catch (thrown) {
    if (thrown instanceof ApiProblem) return thrown.status;
    throw thrown;
  }
}

async function hasBytes(url: string, sent: Blob | undefined): Promise<boolean> {
  const response = await fetch(url);
  const loaded = await response.text();
  return response.ok && response.headers.get('content-type') === PICTURE_TYPE && loaded === (await sent?.text());
}

const keyOf = (url: string): string => new URL(url, 'http://site').pathname.replace('/files/', '');

function sessionOf(people: readonly Person[], name: string): Session {
  const device = people.find((person) => person.name === name)?.devices[0];
  if (!device) throw new Error(`${name} has no device.`);
  return device.session;
}
