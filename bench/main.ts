/**
 * `npm run bench`, whose usage is below. Steps go to standard error, results to standard output.
 *
 * @example npm run bench -- --only usage --json
 */
import { readOptions, refuse } from '#bin/read-options.ts';
import { compare } from './compare.ts';
import { printFeed, timeFeed } from './feed.ts';
import { printFiles, timeFiles } from './files.ts';
import { measureGrowth, printGrowth } from './growth.ts';
import { printIdentity, timeIdentity } from './identity.ts';
import { printInbox, timeInbox } from './inbox.ts';
import { measureLoading, printLoading } from './loading.ts';
import { isWhole, measureMessages, printMessages } from './messages.ts';
import { measureNotice, printNotice } from './notice.ts';
import { printPage, timePage } from './page.ts';
import { type CloudProcess, startCloudProcess, UNLIMITED } from './process.ts';
import { progress } from './progress.ts';
import { printStarts, timeStarts } from './start.ts';
import { printUsage, walkRoutes } from './usage.ts';

/** Measures something and prints the result. */
type Part = (cloud: CloudProcess) => Promise<void>;

const USAGE = `Usage: npm run bench -- [options]

Measures how many messages a second the local cloud delivers, how long each takes, the processor time it takes here,
and what it would cost at AWS.

  --only usage       calls every route once and shows what each costs at AWS
  --only growth      by stored messages (--million for 1,000,000 of them), open sockets, conversations and people
  --only inbox       inboxes of ten, a hundred and a thousand conversations
  --only feed        the lists of a feed of 100,000 posts
  --only notice      a new post while a thousand sockets watch the feed
  --only files       uploads and downloads of files of 1 MB and 10 MB
  --only page        the page in Chromium, in conversations of 50 and of 5,000 messages
  --only loading     what it takes to load each function, beside a plain build of it
  --only start       npm start to ready: the first time, with nothing kept, and the next
  --only identity    response times for known and unknown names
  --compare <folder> delivers in turns on this checkout and on another one, and prints the ratios
  --turns <number>   how many turns, instead of three
  --json             prints JSON
  --profile <folder> leaves CPU profiles of the cloud's threads there`;

const { values: options } = readOptions({
  command: 'npm run bench',
  usage: USAGE,
  options: {
    json: { type: 'boolean' },
    profile: { type: 'string' },
    only: { type: 'string' },
    compare: { type: 'string' },
    turns: { type: 'string', default: '3' },
    million: { type: 'boolean', default: false },
  },
});

function part<Result>(
  measure: (cloud: CloudProcess) => Promise<Result>,
  print: (result: Result) => void,
  isRight: (result: Result) => boolean = () => true,
): Part {
  return async (cloud) => {
    const result = await measure(cloud);
    show(result, print);
    if (!isRight(result)) process.exitCode = 1;
  };
}

function show<Result>(result: Result, print: (result: Result) => void): void {
  if (options.json) console.log(JSON.stringify(result, null, 2));
  else print(result);
}

const messages = part(measureMessages, printMessages, isWhole);
/** These need no cloud, or have one of their own. */
const alone: ReadonlyMap<string, () => Promise<void>> = new Map([
  ['files', async () => show(await timeFiles(), printFiles)],
  ['loading', async () => show(await measureLoading(), printLoading)],
  ['start', async () => show(await timeStarts(), printStarts)],
]);
const parts: ReadonlyMap<string, Part> = new Map([
  ['usage', part(({ siteUrl }) => walkRoutes(siteUrl), printUsage)],
  [
    'growth',
    part(
      (cloud) => measureGrowth(cloud, options.million),
      printGrowth,
      ({ missed }) => missed === 0,
    ),
  ],
  ['inbox', part(({ siteUrl }) => timeInbox(siteUrl), printInbox)],
  ['feed', part(({ siteUrl }) => timeFeed(siteUrl), printFeed)],
  ['notice', part(({ siteUrl }) => measureNotice(siteUrl), printNotice)],
  ['page', part(({ siteUrl }) => timePage(siteUrl), printPage)],
  ['identity', part(({ siteUrl }) => timeIdentity(siteUrl), printIdentity)],
]);

if (!/^[1-9]\d*$/.test(options.turns)) refuse(`--turns takes a number from 1 on; it is ${options.turns}.`);
if (options.compare !== undefined) await compare(options.compare, Number(options.turns));
else await measureOnly(options.only);

async function measureOnly(name: string | undefined): Promise<void> {
  const run = name === undefined ? messages : parts.get(name);
  const runAlone = name === undefined ? undefined : alone.get(name);
  if (run) return withCloud(run);
  if (!runAlone) refuse(`--only takes one of ${[...parts.keys(), ...alone.keys()].join(', ')}.`);
  await runAlone();
}

async function withCloud(measure: Part): Promise<void> {
  progress('Starting the cloud …');
  // The walk keeps all limits: what they cost is part of a route's cost. It signs up more people than a network may.
  const cloud = await startCloudProcess({
    environment: options.only === 'usage' ? { MAILS_PER_HOUR: '10000' } : UNLIMITED,
    profileDir: options.profile,
  });
  try {
    await measure(cloud);
  } finally {
    await cloud.stop();
  }
}
