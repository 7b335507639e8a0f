/** Scheduled rules, with the time that tests set. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startSchedules } from '#local/events/schedules.ts';
import type { Invoke } from '#local/lambda/invoke.ts';
import type { Resource } from '#local/template/resource.ts';
import { openTestEngine } from '../dynamodb/fixture.ts';
import { FUNCTION_ARN, stackOf } from '../dynamodb/stack.ts';

const HOUR_MS = 60 * 60_000;

const rule = (properties: Readonly<Record<string, unknown>> = {}): Resource => ({
  logicalId: 'Hourly',
  type: 'AWS::Events::Rule',
  ref: 'Hourly',
  arn: 'arn:aws:events:eu-west-1:123456789012:rule/Hourly',
  properties: {
    ScheduleExpression: 'rate(1 hour)',
    State: 'ENABLED',
    Targets: [{ Arn: FUNCTION_ARN, Id: 'Target0' }],
    ...properties,
  },
});

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

async function given(resource = rule()) {
  const stack = stackOf(resource);
  const engine = await openTestEngine(stackOf());
  const invoke = vi.fn<Invoke>().mockResolvedValue(null);
  const lines: string[] = [];
  const options = { stack, store: engine.sublevel('schedules'), invoke, log: (line: string) => void lines.push(line) };
  const start = async () => {
    const schedules = await startSchedules(options);
    onTestFinished(() => schedules.close());
    return schedules;
  };
  return { start, invoke, lines };
}

/** Lets the time pass, and what it begins get to the function. */
async function pass(duration: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(duration);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a scheduled rule', () => {
  it('invokes its function at its rate, with what EventBridge sends, until it is closed', async () => {
    const { start, invoke } = await given();
    const schedules = await start();

    await pass(HOUR_MS - 1);
    expect(invoke).not.toHaveBeenCalled();
    await pass(1);
    await vi.waitFor(() => expect(invoke).toHaveBeenCalledTimes(1), 60_000);
    await pass(HOUR_MS);
    await vi.waitFor(() => expect(invoke).toHaveBeenCalledTimes(2), 60_000);
    schedules.close();
    await pass(3 * HOUR_MS);

    expect(invoke).toHaveBeenCalledTimes(2);
    expect(invoke).toHaveBeenCalledWith(
      FUNCTION_ARN,
      expect.objectContaining({ source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule().arn] }),
      { principal: 'events.amazonaws.com', sourceArn: rule().arn, route: 'schedule Hourly' },
    );
  });

  it('that was due while nothing ran is run at the start', async () => {
    const { start, invoke } = await given();
    (await start()).close();
    vi.setSystemTime(Date.now() + 5 * HOUR_MS);

    await start();
    await pass(0);

    await vi.waitFor(() => expect(invoke).toHaveBeenCalledTimes(1), 60_000);
  });

  it('says that its function failed, and goes on', async () => {
    const { start, invoke, lines } = await given();
    invoke.mockRejectedValueOnce(new Error('broken'));
    const schedules = await start();

    await schedules.run();
    await schedules.run();

    expect(lines).toEqual(['[Hourly] failed: broken']);
    expect(invoke).toHaveBeenCalledTimes(2);
  });

  it('does nothing while it is disabled', async () => {
    const { start, invoke } = await given(rule({ State: 'DISABLED' }));

    await (await start()).run();

    expect(invoke).not.toHaveBeenCalled();
  });

  it.each([
    [{ ScheduleExpression: 'cron(0 12 * * ? *)' }, /Hourly.*cron/],
    [{ ScheduleExpression: 'rate(0 hours)' }, /Hourly.*rate\(0/],
    [{ Targets: [{ Arn: FUNCTION_ARN, Id: '1', Input: '{}' }] }, /Input.*Hourly/],
  ])('stops the start with what is not known: %j', async (properties, problem) => {
    const { start } = await given(rule(properties));

    await expect(start()).rejects.toThrow(problem);
  });
});
