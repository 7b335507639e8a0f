/** The log of authentication: one line for each outcome. */

import { describe, expect, it } from 'vitest';
import { type Outcome, reportOutcome } from '#functions/core/authentication-log.ts';

const signIn: Outcome = {
  id: 'request-1',
  operation: 'signIn',
  outcome: 'ok',
  who: 'alice@example.org',
  ms: 12,
  source: async () => '198.51.100.7',
};

async function reported(given: Partial<Outcome>, keys = async () => new Uint8Array(32)) {
  const lines: object[] = [];
  let failures = 0;
  const services = {
    keys,
    writeOutcome: (line: object) => void lines.push(line),
    countFailedSignIn: () => void (failures += 1),
  };
  await reportOutcome(services, { ...signIn, ...given });
  return { lines, failures };
}

describe('an outcome', () => {
  it('is one line that names its person by a keyed hash alone', async () => {
    const { lines } = await reported({});

    expect(lines).toEqual([
      { id: 'request-1', operation: 'signIn', outcome: 'ok', who: expect.any(String), from: '198.51.100.7', ms: 12 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/alice|example/);
  });

  it('names the same person alike in every case, and another otherwise', async () => {
    const whoOf = async (who: string) => (await reported({ who })).lines[0];

    expect(await whoOf('Alice')).toEqual(await whoOf('alice'));
    expect(await whoOf('bob')).not.toEqual(await whoOf('alice'));
  });

  it.each([
    ['wrong-credentials', 1],
    ['wrong-code', 1],
    ['too-many-requests', 1],
    ['code-needed', 0],
    ['ok', 0],
  ])('%s of a sign-in counts %i failures', async (outcome, expected) => {
    expect((await reported({ outcome })).failures).toBe(expected);
  });

  it('of something else than a sign-in counts none', async () => {
    expect((await reported({ operation: 'resetPassword', outcome: 'wrong-code' })).failures).toBe(0);
  });

  it('is logged where the secrets cannot be read, without who and from where', async () => {
    const denied = () => Promise.reject(new Error('denied'));
    const { lines } = await reported({ source: denied }, denied);

    expect(lines).toEqual([{ id: 'request-1', operation: 'signIn', outcome: 'ok', ms: 12 }]);
  });

  it('of a request without a name says nobody', async () => {
    expect((await reported({ who: undefined })).lines[0]).toMatchObject({ who: undefined });
  });
});
