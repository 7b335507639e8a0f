/**
 * Evaluates the template's alarms, each minute and when a test asks for it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
import type { Topics } from '../sns/topics.ts';
import type { Stack } from '../template/resource.ts';
import { type AlarmDefinition, type AlarmProperties, readAlarm } from './alarm-definition.ts';
import { requireKnown } from './known-metrics.ts';
import { MINUTE_MS, MetricStore } from './metric-store.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmStatus {
  /** The alarm's name: in an assembly without names, its logical id. */
  readonly name: string;
  readonly description: string;
  readonly state: AlarmState;
  readonly reason: string;
}

export interface Alarms {
  readonly store: MetricStore;
  /** Returns every alarm as it was last evaluated. */
  statuses(): readonly AlarmStatus[];
  /** Moves the clock of metrics and alarms on by whole minutes, and evaluates after each. For tests. */
  advance(minutes: number): void;
  /** Called before each evaluation: reports what is measured and not counted, such as the length of a queue. */
  onMinute(sample: () => void): void;
  close(): void;
}

/** A longer pause between two evaluations: the machine slept, and what it did not measure is no sign of a fault. */
const PAUSE_MS = 2.5 * MINUTE_MS;

/** @throws {Error} that names an alarm and what of it the local cloud does not know */
export function createAlarms(options: { stack: Stack; topics: Topics; log: (line: string) => void }): Alarms {
  const { stack, topics, log } = options;
  let offsetMs = 0;
  const now = (): number => Date.now() + offsetMs;
  const store = new MetricStore(now);
  const samples: (() => void)[] = [];
  const alarms = stack.ofType<AlarmProperties>('AWS::CloudWatch::Alarm').map(readAlarm);
  for (const alarm of alarms) {
    requireKnown(alarm);
    for (const action of [...alarm.actions, ...alarm.okActions]) topics.require(action, `the alarm ${alarm.name}`);
  }
  const statuses = new Map<string, AlarmStatus>(
    alarms.map(({ name, description }) => [
      name,
      { name, description, state: 'INSUFFICIENT_DATA', reason: 'Not evaluated yet.' },
    ]),
  );
  /** What came before was not measured. */
  let measuredSince = now();
  let evaluatedAt = now();

  function evaluate(): void {
    if (now() - evaluatedAt > PAUSE_MS) measuredSince = now();
    evaluatedAt = now();
    for (const alarm of alarms) setState(alarm, outcomeOf(alarm, store, now(), measuredSince));
    store.prune();
  }

  function setState(alarm: AlarmDefinition, { state, reason }: Outcome): void {
    const { name, description } = alarm;
    const before = statuses.get(name)?.state;
    statuses.set(name, { name, description, state, reason });
    if (state === before) return;
    if (state === 'ALARM') log(`[alarm] ${name}: ${reason} ${description}`);
    const actions = state === 'ALARM' ? alarm.actions : state === 'OK' ? alarm.okActions : [];
    for (const topic of actions)
      topics.publish(topic, {
        subject: `${state}: "${name}" in ${stack.region}`,
        message: JSON.stringify({
          AlarmName: name,
          AlarmDescription: description,
          NewStateValue: state,
          NewStateReason: reason,
        }),
      });
  }

  function minute(): void {
    for (const sample of samples) sample();
    evaluate();
  }

  const timer = setInterval(minute, MINUTE_MS);
  timer.unref();
  return {
    store,
    statuses: () => [...statuses.values()],
    advance(minutes) {
      for (let passed = 0; passed < minutes; passed++) {
        for (const sample of samples) sample();
        offsetMs += MINUTE_MS;
        evaluate();
      }
    },
    onMinute(sample) {
      sample();
      samples.push(sample);
    },
    close: () => clearInterval(timer),
  };
}

interface Outcome {
  readonly state: AlarmState;
  readonly reason: string;
}

/** Evaluates an alarm over its last whole periods. CloudWatch looks at more of them where data points come late. */
function outcomeOf(alarm: AlarmDefinition, store: MetricStore, now: number, measuredSince: number): Outcome {
  const { evaluationPeriods, datapointsToAlarm, periodMs, treatMissingData, condition } = alarm;
  const until = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const values = alarm.values(store, until);
  // A period that began before anything was measured says nothing by having no data.
  const known = values.filter(
    (value, i) => value !== undefined || until - (values.length - i) * periodMs >= floorOf(measuredSince),
  );
  const breaching = known.filter((value) =>
    value === undefined ? treatMissingData === 'breaching' : alarm.isBreaching(value),
  );
  const shown = values.map((value) => value ?? 'no data').join(', ');
  const reason = `${breaching.length} of ${evaluationPeriods} values (${shown}) are ${condition}.`;
  if (breaching.length >= datapointsToAlarm) return { state: 'ALARM', reason };
  const hasData = known.some((value) => value !== undefined || treatMissingData === 'notBreaching');
  return { state: hasData ? 'OK' : 'INSUFFICIENT_DATA', reason };
}

/** A part of a minute counts as measured. */
const floorOf = (time: number): number => Math.floor(time / MINUTE_MS) * MINUTE_MS;
