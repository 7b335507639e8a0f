/**
 * What people do, once each, on a local cloud: what it takes of AWS. The result does not depend on the machine, but for
 * how many messages of a burst share a batch.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud, type Cloud } from '#local/cloud.ts';
import { type Counts, totalOf, usageBetween, type UsageRow } from '#local/usage/meter.ts';
import { readSettings } from '#start/settings.ts';
import { synthesize } from '#start/synthesize.ts';
import { settledUsage } from '../local-usage.ts';
import { createPeople, type Person } from '../person.ts';
import { UNLIMITED } from '../process.ts';
import { progress } from '../progress.ts';
import { readFeed, publish } from './acts-feed.ts';
import { sendMessages } from './acts-messages.ts';
import { openPage } from './acts-page.ts';
import { sendPhoto } from './acts-photo.ts';
import { tellByPush } from './acts-push.ts';
import { type Act, ACTS, type Measure, type Recorded, type Stage } from './stage.ts';
import { storedBytes } from './stored-bytes.ts';

const PEOPLE = 100;
const NAMES = Array.from({ length: PEOPLE }, (_, index) => `person-${index}`);

export async function runScenario(): Promise<Recorded> {
  const acts: Partial<Record<Act, Counts>> = {};
  const storedBytesOf = await withCloud({}, (cloud) => play(cloud, measureInto(acts, cloud)));
  await withCloud({ NOTIFY: 'inline' }, (cloud) => playInline(cloud, measureInto(acts, cloud)));

  const missing = ACTS.filter((act) => acts[act] === undefined);
  if (missing.length > 0) throw new Error(`Not measured: ${missing.join(', ')}.`);
  return {
    recorded: new Date().toISOString().slice(0, 10),
    acts: acts as Record<Act, Counts>,
    storedBytes: storedBytesOf,
  };
}

async function withCloud<Result>(
  settings: Readonly<Record<string, string>>,
  run: (cloud: Cloud) => Promise<Result>,
): Promise<Result> {
  const { context } = readSettings({ ...UNLIMITED, ...settings });
  const assembly = await synthesize({ outDir: '.local/bench-assembly', context, log: progress });
  const dataDir = await mkdtemp(join(tmpdir(), 'message-center-bench-'));
  progress('Starting the cloud …');
  // What waits half a minute so that somebody may look waits for a third of a second.
  const cloud = await startCloud({ assembly, dataDir, port: 0, passwordCost: 2, faults: { queueSpeed: 100 } });
  try {
    return await run(cloud);
  } finally {
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Returns what measures acts on a cloud. */
const measureInto =
  (acts: Partial<Record<Act, Counts>>, cloud: Cloud): Measure =>
  async (act, times, run, counts = () => true) => {
    progress(`${act}, ${times} times …`);
    const before = await settledUsage(cloud.siteUrl);
    await run();
    await cloud.idle();
    const used = usageBetween(before, await settledUsage(cloud.siteUrl)).filter(counts);
    acts[act] = shareOf(totalOf(used), times);
  };

async function play(cloud: Cloud, measure: Measure): Promise<Recorded['storedBytes']> {
  // The first list of a message center notes the initials that names have, and a function's first call loads its keys.
  for (const person of await createPeople(cloud.siteUrl, ['first-of-all'])) person.close();
  const stored = { empty: await storedBytes(cloud.awsUrl) };
  let people: readonly Person[] = [];
  await measure('signUp', PEOPLE, async () => (people = await createPeople(cloud.siteUrl, NAMES)));
  const bytesOfSignUp = ((await storedBytes(cloud.awsUrl)) - stored.empty) / PEOPLE;

  const stage: Stage = { cloud, people, measure };
  const ids = { first: 'firstMessage', alone: 'message', burst: 'messageInBurst' } as const;
  const bytesOfMessage = await sendMessages(stage, ids);
  await measure('ping', PEOPLE, () => Promise.all(people.map((person) => person.ping())));
  const bytesOfPost = await publish(stage);
  await readFeed(stage);
  await openPage(stage);
  await sendPhoto(stage);
  await tellByPush(stage);
  const of =
    (part: string) =>
    ({ functionId = '' }: UsageRow): boolean =>
      functionId.startsWith(part);
  await measure('accountExport', 1, () => cloud.runSchedules(), of('AccountExport'));
  await measure('accountExportDone', 1, () => cloud.runSchedules(), of('AccountExport'));
  await measure('sweep', 1, () => cloud.runSchedules(), of('Sweep'));
  for (const person of people) person.close();

  return {
    signUp: Math.round(bytesOfSignUp),
    message: Math.round(bytesOfMessage),
    publishPost: Math.round(bytesOfPost),
  };
}

/** Messages alone, whose texts travel in their announcements. */
async function playInline(cloud: Cloud, measure: Measure): Promise<void> {
  const people = await createPeople(cloud.siteUrl, NAMES);
  await sendMessages({ cloud, people, measure }, { alone: 'messageInline', burst: 'messageInlineInBurst' });
  for (const person of people) person.close();
}

function shareOf({ calls, ...counts }: Counts, times: number): Counts {
  const share = (numbers: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, +(number / times).toFixed(4)]));
  // Times on this machine say little about AWS.
  return { ...(share({ ...counts }) as Omit<Counts, 'calls'>), durationMs: 0, calls: share(calls) };
}
