/**
 * `npm run bench`: how many messages a second the local cloud delivers, how long each takes, the processor time it
 * takes here, and what it would cost at AWS. Steps go to standard error, results to standard output.
 *
 * - `--only usage` calls every route once and shows what each costs at AWS.
 * - `--only inbox` measures inboxes of ten, a hundred and a thousand conversations.
 * - `--only feed` measures the lists of a feed of 100,000 posts.
 * - `--only notice` measures what a new post costs while a thousand sockets watch the feed.
 * - `--only files` measures uploads and downloads of files of 1 MB and 10 MB.
 * - `--only page` measures the page in Chromium, in conversations of 50 and of 5,000 messages.
 * - `--only identity` compares response times for known and unknown names.
 * - `--compare <folder>` delivers messages in turns on this checkout and on another one, and prints the ratios;
 *   `--turns 5` for more than three turns.
 * - `--json` prints JSON.
 * - `--profile <folder>` leaves CPU profiles of the cloud's threads in that folder.
 *
 * @example npm run bench -- --only usage --json
 */
import { parseArgs } from 'node:util';
import { compare } from './compare.ts';
import { printFeed, timeFeed } from './feed.ts';
import { printFiles, timeFiles } from './files.ts';
import { printIdentity, timeIdentity } from './identity.ts';
import { printInbox, timeInbox } from './inbox.ts';
import { isWhole, measureMessages, printMessages } from './messages.ts';
import { measureNotice, printNotice } from './notice.ts';
import { printPage, timePage } from './page.ts';
import { type CloudProcess, startCloudProcess, UNLIMITED } from './process.ts';
import { progress } from './progress.ts';
import { printUsage, walkRoutes } from './usage.ts';

/** Measures something and prints the result. */
type Part = (cloud: CloudProcess) => Promise<void>;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    profile: { type: 'string' },
    only: { type: 'string' },
    compare: { type: 'string' },
    turns: { type: 'string', default: '3' },
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
const parts: ReadonlyMap<string, Part> = new Map([
  ['usage', part(({ siteUrl }) => walkRoutes(siteUrl), printUsage)],
  ['inbox', part(({ siteUrl }) => timeInbox(siteUrl), printInbox)],
  ['feed', part(({ siteUrl }) => timeFeed(siteUrl), printFeed)],
  ['notice', part(({ siteUrl }) => measureNotice(siteUrl), printNotice)],
  ['page', part(({ siteUrl }) => timePage(siteUrl), printPage)],
  ['identity', part(({ siteUrl }) => timeIdentity(siteUrl), printIdentity)],
]);

const run = options.only === undefined ? messages : parts.get(options.only);
if (!run && options.only !== 'files')
  throw new Error(`What can be run alone: ${[...parts.keys(), 'files'].join(', ')}.`);

if (options.compare !== undefined) await compare(options.compare, Number(options.turns));
else if (run) await withCloud(run);
// It has a cloud of its own, without functions.
else show(await timeFiles(), printFiles);

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
