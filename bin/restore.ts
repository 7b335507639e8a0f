/**
 * Takes a message center back to an earlier second: `npm run restore -- --stack NAME --to 2026-11-24T10:00:00Z`.
 * Without `--stack` it acts on the local cloud that runs on PORT (3000 by default). docs/operations.md says what it
 * does.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readOptions } from './read-options.ts';
import { type Outputs, aws, deployedOutputs, localOutputs, localSite, required } from './target.ts';

const USAGE =
  'Usage: npm run restore -- [--stack NAME] --to 2026-11-24T10:00:00Z [--items-per-second 500] [--keep-sessions] ' +
  '[--keep-tables] [--delete-orphans] [--from-copies], or npm run restore -- [--stack NAME] --accounts-only [--delete-orphans]';
const ITEMS_PER_SECOND = 500;
/** CloudWatch has the metrics of a minute one or two minutes later. */
const METRICS_LATE_MS = 3 * 60_000;
const METRIC_PERIOD_MS = 60_000;
/** Longest wait for the streams. What is read later has no effect any more. */
const DRAIN_MAX_MS = 15 * 60_000;
/** A consumer whose oldest record is younger has caught up. */
const CAUGHT_UP_MS = 1_000;
const LOCAL_POLL_MS = 100;

function readArguments() {
  const { values } = readOptions({
    command: 'npm run restore',
    usage: USAGE,
    options: {
      stack: { type: 'string' },
      to: { type: 'string' },
      'items-per-second': { type: 'string' },
      'keep-sessions': { type: 'boolean' },
      'keep-tables': { type: 'boolean' },
      'delete-orphans': { type: 'boolean' },
      'accounts-only': { type: 'boolean' },
      'from-copies': { type: 'boolean' },
    },
  });
  const to = new Date(values.to ?? '');
  const comparesOnly = values['accounts-only'] === true;
  if (comparesOnly && values.to !== undefined)
    throw new Error(`--accounts-only restores nothing, so it takes no --to. ${USAGE}`);
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(values.to ?? '');
  if (!comparesOnly && (!isMoment || Number.isNaN(to.getTime())))
    throw new Error(`--to takes a moment to the second, with its offset. ${USAGE}`);
  const itemsPerSecond = Number(values['items-per-second'] ?? ITEMS_PER_SECOND);
  if (!(itemsPerSecond > 0)) throw new Error(`--items-per-second takes a number above 0. ${USAGE}`);
  return {
    stack: values.stack,
    to,
    itemsPerSecond,
    endsSessions: values['keep-sessions'] !== true,
    keepsTables: values['keep-tables'] === true,
    deletesOrphans: values['delete-orphans'] === true,
    fromCopies: values['from-copies'] === true,
    comparesOnly,
  };
}

/** Waits until the consumers of a deployed stack have caught up, by the age of the records that they read. */
async function drainDeployed(functionNames: readonly string[]): Promise<void> {
  const until = Date.now() + DRAIN_MAX_MS;
  await sleep(METRICS_LATE_MS);
  while (!(await Promise.all(functionNames.map(hasCaughtUp))).every(Boolean)) {
    if (Date.now() > until) return console.log('   They are not at their ends, which does no harm. Going on.');
    await sleep(METRIC_PERIOD_MS);
  }
}

async function hasCaughtUp(functionName: string): Promise<boolean> {
  const now = Date.now();
  const answer = await aws(
    ...['cloudwatch', 'get-metric-statistics', '--namespace', 'AWS/Lambda', '--metric-name', 'IteratorAge'],
    ...['--dimensions', `Name=FunctionName,Value=${functionName}`, '--statistics', 'Maximum', '--period', '60'],
    ...['--start-time', new Date(now - METRICS_LATE_MS).toISOString(), '--end-time', new Date(now).toISOString()],
    ...['--output', 'json'],
  );
  const { Datapoints } = JSON.parse(answer) as {
    readonly Datapoints: readonly { readonly Timestamp: string; readonly Maximum: number }[];
  };
  // A consumer that reads nothing has no metric.
  const newest = [...Datapoints].sort((one, other) => other.Timestamp.localeCompare(one.Timestamp))[0];
  return newest === undefined || newest.Maximum < CAUGHT_UP_MS;
}

/** Waits until no function runs. */
async function settleLocal(): Promise<void> {
  const isBusy = async () => ((await (await fetch(`${localSite()}/_local/usage`)).json()) as { busy: boolean }).busy;
  while (await isBusy()) await sleep(LOCAL_POLL_MS);
}

async function drainLocal(): Promise<void> {
  await fetch(`${localSite()}/_local/idle`);
}

const SETTINGS_FILE = new URL('../cdk.json', import.meta.url);
const GENERATION_SETTING = /("logGeneration": )(\d+)/;

/** Returns the generation of logs in cdk.json. */
const settingNow = (): number => Number(GENERATION_SETTING.exec(readFileSync(SETTINGS_FILE, 'utf8'))?.[2] ?? 1);

/** Raises the setting in cdk.json, so that the next deployment does not lower the generation again. */
function raiseSetting(generation: number): void {
  const text = readFileSync(SETTINGS_FILE, 'utf8');
  if (settingNow() >= generation) return;
  if (!GENERATION_SETTING.test(text))
    return console.log(`Set "logGeneration": ${generation} in the context of cdk.json before you deploy.`);
  writeFileSync(SETTINGS_FILE, text.replace(GENERATION_SETTING, `$1${generation}`));
  console.log(
    `cdk.json has logGeneration ${generation} now. Commit it: a deployment with a lower one would undo that.`,
  );
}

async function main(): Promise<void> {
  // The SDK works on Node 20 until its versions of 2027; its long warning about that helps nobody here.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { stack, comparesOnly, ...given } = readArguments();
  const outputs: Outputs = await (stack === undefined
    ? localOutputs('Start one with HISTORY=true npm start, or give --stack.')
    : deployedOutputs(stack));
  const namesIn = (output: string): readonly string[] => required(outputs, output).split(',');
  const consuming = namesIn('StreamFunctions');
  // Clients are made when their modules load, and read the environment then.
  const [{ compareAccounts, restoreTo }, { optionsFor }] = await Promise.all([
    import('./restore/run.ts'),
    import('./restore/services.ts'),
  ]);
  const options = {
    ...given,
    ...optionsFor({
      outputs,
      closing: ['HttpFunctions', 'SocketFunctions', 'QueueFunctions', 'TriggerFunctions'].flatMap(namesIn),
      consuming,
    }),
    print: (line: string) => console.log(line),
  };
  if (comparesOnly) return compareAccounts(options);
  const generation = await restoreTo({
    ...options,
    settle: (mostMs) => (stack === undefined ? settleLocal() : sleep(mostMs)),
    drain: () => (stack === undefined ? drainLocal() : drainDeployed(consuming)),
    ...(stack !== undefined && { recordedGeneration: settingNow() }),
  });
  if (stack !== undefined) raiseSetting(generation);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
