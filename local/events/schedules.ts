/**
 * EventBridge's scheduled rules: invoke functions at a rate.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
import { randomUUID } from 'node:crypto';
import type { ReportMetric } from '../cloudwatch/embedded-metrics.ts';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Invoke } from '../lambda/invoke.ts';
import type { Resource, Stack } from '../template/resource.ts';

export interface Schedules {
  /** Runs every rule now, and waits for its functions. */
  run(): Promise<void>;
  close(): void;
}

interface RuleProperties {
  readonly ScheduleExpression?: string;
  readonly State?: string;
  readonly Targets?: readonly Readonly<Record<string, unknown>>[];
}

interface Options {
  readonly stack: Stack;
  /** Keeps when each rule ran last, so that a machine that is often off runs it all the same. */
  readonly store: KeyValueStore;
  readonly invoke: Invoke;
  readonly log: (line: string) => void;
  readonly report?: ReportMetric;
}

const UNIT_MS = { minute: 60_000, hour: 60 * 60_000, day: 24 * 60 * 60_000 } as const;
/** The most that a timer takes. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/**
 * Starts the rules that are enabled. One that was due while nothing ran is run at once. A rule counts from the first
 * start on.
 * @throws {Error} that names a rule which the local cloud does not support
 */
export async function startSchedules({
  stack,
  store,
  invoke,
  log,
  report = () => undefined,
}: Options): Promise<Schedules> {
  const rules = stack
    .ofType<RuleProperties>('AWS::Events::Rule')
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .map((rule) => ({ rule, periodMs: periodOf(rule), targets: targetsOf(rule) }));
  const timers = new Map<string, NodeJS.Timeout>();

  async function run({ rule, targets }: (typeof rules)[number]): Promise<void> {
    await store.put(rule.logicalId, Date.now());
    const invoker = { principal: 'events.amazonaws.com', sourceArn: rule.arn, route: `schedule ${rule.logicalId}` };
    for (const target of targets) {
      // EventBridge invokes asynchronously, and Lambda would repeat what fails. Here the next run does.
      await invoke(target, eventOf(rule, stack), invoker).catch((error: unknown) => {
        log(`[${rule.logicalId}] failed: ${error instanceof Error ? error.message : String(error)}`);
        const FunctionName = stack.ofType('AWS::Lambda::Function').find(({ arn }) => arn === target)?.ref ?? target;
        report({ namespace: 'AWS/Lambda', name: 'AsyncEventsDropped', dimensions: { FunctionName } }, 1);
      });
    }
  }

  function schedule(scheduled: (typeof rules)[number], delayMs: number): void {
    const { rule, periodMs } = scheduled;
    const ring = () => {
      schedule(scheduled, periodMs);
      // The database may be closing.
      void run(scheduled).catch(() => undefined);
    };
    timers.set(rule.logicalId, setTimeout(ring, Math.min(delayMs, TIMER_MAX_MS)));
  }

  for (const scheduled of rules) {
    const { rule, periodMs } = scheduled;
    const last = await store.get<number>(rule.logicalId);
    if (last === undefined) await store.put(rule.logicalId, Date.now());
    schedule(scheduled, Math.max(0, (last ?? Date.now()) + periodMs - Date.now()));
  }
  return {
    async run() {
      await Promise.all(rules.map(run));
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

function periodOf({ logicalId, properties: { ScheduleExpression = '' } }: Resource<RuleProperties>): number {
  const [, count, unit] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(ScheduleExpression) ?? [];
  if (!unit)
    throw new Error(
      `The rule ${logicalId} has the schedule ${JSON.stringify(ScheduleExpression)}; the local cloud knows rates only. ` +
        'Teach it in local/events/schedules.ts.',
    );
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

function targetsOf({ logicalId, properties: { Targets = [] } }: Resource<RuleProperties>): readonly string[] {
  return Targets.map(({ Arn, Id: _id, ...others }) => {
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      throw new Error(
        `The local cloud does not know ${unknown} of a target (of the rule ${logicalId}). ` +
          'Teach it in local/events/schedules.ts.',
      );
    return String(Arn);
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
const eventOf = ({ arn }: Pick<Resource, 'arn'>, { accountId, region }: Stack) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: accountId,
  time: new Date().toISOString(),
  region,
  resources: [arn],
  detail: {},
});
