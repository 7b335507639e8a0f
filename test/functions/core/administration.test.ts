/** What administrators must not do to themselves. */

import { describe, expect, it } from 'vitest';
import { disableAccount, resetTwoStep } from '#functions/core/administration.ts';

describe('an administrator', () => {
  it.each([disableAccount, resetTwoStep])('is refused by $name for themselves, and nothing is done', async (act) => {
    const done: unknown[] = [];
    const note = (what: string) => async () => void done.push(what);
    const services = {
      accounts: { exists: async () => true, disable: note('disabled'), turnOffSecondFactor: note('turned off') },
      moderation: { addAct: note('recorded') },
      clock: { now: () => 0 },
      newId: () => 'id',
    } as unknown as Parameters<typeof act>[0];

    await expect(act(services, 'alice', 'alice')).rejects.toMatchObject({
      code: 'invalid',
      errors: { username: 'This is you' },
    });
    expect(done).toEqual([]);
  });
});
