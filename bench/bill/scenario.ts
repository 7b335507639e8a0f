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

export async function runScenario(): Promise<Recorded> {
  const { context } = readSettings(UNLIMITED);
  const assembly = await synthesize({ outDir: '.local/bench-assembly', context, log: progress });
  const dataDir = await mkdtemp(join(tmpdir(), 'message-center-bench-'));
  progress('Starting the cloud …');
  // What waits half a minute so that somebody may look waits for a third of a second.
  const cloud = await startCloud({ assembly, dataDir, port: 0, passwordCost: 2, faults: { queueSpeed: 100 } });
  try {
    return await play(cloud);
  } finally {
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function play(cloud: Cloud): Promise<Recorded> {
  const acts: Partial<Record<Act, Counts>> = {};
  const measure: Measure = async (act, times, run, counts = () => true) => {
    progress(`${act}, ${times} times …`);
    const before = await settledUsage(cloud.siteUrl);
    await run();
    await cloud.idle();
    const used = usageBetween(before, await settledUsage(cloud.siteUrl)).filter(counts);
    acts[act] = shareOf(totalOf(used), times);
  };

  // The first list of a message center notes the initials that names have, and a function's first call loads its keys.
  for (const person of await createPeople(cloud.siteUrl, ['first-of-all'])) person.close();
  const stored = { empty: await storedBytes(cloud.awsUrl) };
  let people: readonly Person[] = [];
  const names = Array.from({ length: PEOPLE }, (_, index) => `person-${index}`);
  await measure('signUp', PEOPLE, async () => (people = await createPeople(cloud.siteUrl, names)));
  const bytesOfSignUp = ((await storedBytes(cloud.awsUrl)) - stored.empty) / PEOPLE;

  const stage: Stage = { cloud, people, measure };
  const bytesOfMessage = await sendMessages(stage);
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

  const missing = ACTS.filter((act) => acts[act] === undefined);
  if (missing.length > 0) throw new Error(`Not measured: ${missing.join(', ')}.`);
  return {
    recorded: new Date().toISOString().slice(0, 10),
    acts: acts as Record<Act, Counts>,
    storedBytes: {
      signUp: Math.round(bytesOfSignUp),
      message: Math.round(bytesOfMessage),
      publishPost: Math.round(bytesOfPost),
    },
  };
}

function shareOf({ calls, ...counts }: Counts, times: number): Counts {
  const share = (numbers: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, +(number / times).toFixed(4)]));
  // Times on this machine say little about AWS.
  return { ...(share({ ...counts }) as Omit<Counts, 'calls'>), durationMs: 0, calls: share(calls) };
}
