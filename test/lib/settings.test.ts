import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readSettings } from '#lib/settings.ts';

const settingsOf = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

describe('the settings', () => {
  it('all have defaults', () => {
    expect(settingsOf({})).toEqual({
      messagesToLoad: 15,
      sendsPerMinute: 60,
      sendBurst: 20,
      conversationsPerHour: 20,
      alarmEmail: undefined,
      mailFrom: undefined,
      retainData: true,
      gatewayLogsRole: true,
    });
  });

  it('are taken from the context, as values or as text from a command line', () => {
    const chosen = {
      messagesToLoad: 30,
      sendsPerMinute: 0,
      sendBurst: 1,
      conversationsPerHour: 0,
      alarmEmail: 'ops@example.com',
      mailFrom: 'hello@mail.example.com',
      retainData: false,
      gatewayLogsRole: false,
    };

    expect(settingsOf(chosen)).toEqual(chosen);
    expect(
      settingsOf({
        ...chosen,
        messagesToLoad: '30',
        sendsPerMinute: '0',
        retainData: 'false',
        gatewayLogsRole: 'false',
      }),
    ).toEqual(chosen);
  });

  it.each([
    ['messagesToLoad', 0, 'a whole number from 1 to 100'],
    ['messagesToLoad', 101, 'a whole number from 1 to 100'],
    ['messagesToLoad', 1.5, 'a whole number from 1 to 100'],
    ['messagesToLoad', 'many', 'a whole number from 1 to 100'],
    ['messagesToLoad', '', 'a whole number from 1 to 100'],
    ['sendsPerMinute', -1, 'a whole number from 0 to 60000'],
    ['sendBurst', 0, 'a whole number from 1 to 1000'],
    ['conversationsPerHour', 'some', 'a whole number from 0 to 10000'],
    ['alarmEmail', 'nobody', 'an e-mail address'],
    ['alarmEmail', 'a@b', 'an e-mail address'],
    ['mailFrom', 'Message center <hello@example.com>', 'an e-mail address'],
    ['mailFrom', 7, 'an e-mail address'],
    ['retainData', 'no', 'true or false'],
    ['retainData', 0, 'true or false'],
    ['gatewayLogsRole', 'arn:aws:iam::123456789012:role/logs', 'true or false'],
  ])('refuse %s=%j and say what they take', (name, value, expectation) => {
    expect(() => settingsOf({ [name]: value })).toThrow(
      `The setting ${name} must be ${expectation}; it is ${JSON.stringify(value)}.`,
    );
  });
});
