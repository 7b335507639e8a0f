/** How npm start reads its settings from the environment. */

import { describe, expect, it } from 'vitest';
import { readSettings } from '#start/settings.ts';

/** The stack's own, and the local cloud's. */
const pushHosts =
  'fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com,push.local.invalid';

describe('The settings of npm start', () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      dataDir: '.local',
      acceptLoss: false,
      seed: true,
      keepsHistory: false,
      context: { pushHosts },
    });
  });

  it('come from the environment', () => {
    expect(readSettings({ PORT: '4000', DATA_DIR: '/tmp/x', SEED: 'none' })).toMatchObject({
      port: 4000,
      dataDir: '/tmp/x',
      seed: false,
    });
  });

  it('count as not given where they are empty', () => {
    expect(readSettings({ PORT: '', DATA_DIR: '', SEED: '', MESSAGES_TO_LOAD: '' })).toEqual(readSettings({}));
  });

  it('take one option, and refuse any other', () => {
    expect(readSettings({}, ['--accept-loss'])).toMatchObject({ acceptLoss: true });
    expect(() => readSettings({}, ['--acept-loss'])).toThrow(
      'There is no option --acept-loss. There is --accept-loss.',
    );
  });

  it("pass the stack's settings on, and no other variable", () => {
    const { context } = readSettings({
      MESSAGES_TO_LOAD: '30',
      SENDS_PER_MINUTE: '0',
      RETAIN_DATA: 'false',
      HOME: '/root',
      CLI_TELEMETRY: 'true',
      STACK_NAME: 'Other',
      UNKNOWN: '1',
    });

    expect(context).toEqual({ messagesToLoad: '30', sendsPerMinute: '0', retainData: 'false', pushHosts });
  });

  it("add the local cloud's push service to those that are given", () => {
    expect(readSettings({ PUSH_HOSTS: 'push.example.com' }).context).toEqual({
      pushHosts: 'push.example.com,push.local.invalid',
    });
  });

  it.each([
    ['MESAGES_TO_LOAD', 'MESSAGES_TO_LOAD'],
    ['SEND_PER_MINUTE', 'SENDS_PER_MINUTE'],
    ['MAIL_FORM', 'MAIL_FROM'],
    ['RETAINDATA', 'RETAIN_DATA'],
    ['messagesToLoad', 'MESSAGES_TO_LOAD'],
  ])('refuse the misspelled variable %s', (misspelled, nearest) => {
    expect(() => readSettings({ [misspelled]: '30' })).toThrow(
      `There is no setting ${misspelled}. Did you mean ${nearest}?`,
    );
  });

  it.each(['EMAIL_FROM', 'MAIL', 'MAILTO', 'SEND', 'RETAIN', 'STACKNAME', 'POST', 'SPEED'])(
    "leave %s alone, which may be another program's",
    (name) => {
      expect(readSettings({ [name]: 'theirs' })).toEqual(readSettings({}));
    },
  );

  it.each([
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '65533' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ SEED: 'all' }, 'SEED'],
  ])('%j is refused by its name', (environment, name) => {
    expect(() => readSettings(environment)).toThrow(name);
  });
});
