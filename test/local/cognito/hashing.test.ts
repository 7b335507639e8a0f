/** Hashing passwords beside everything else that needs libuv's threads. */
import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { matchesPassword } from '#local/cognito/passwords.ts';
import { createTurns } from '#local/cognito/turns.ts';

it('many sign-ins at once leave threads for the disk', async () => {
  let finished = 0;
  const signIns = Array.from({ length: 10 }, () => matchesPassword('wrong').then(() => (finished += 1)));

  for (let read = 0; read < 3; read += 1) await stat('.');

  expect(finished).toBeLessThan(5);
  await Promise.all(signIns);
});

describe('turns', () => {
  const full = () => new Error('full');

  it('come in the order of the calls, so many at once, also after work that fails', async () => {
    const inTurn = createTurns({ atOnce: 2, waitingMax: 100, full });
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const work = (at: number) => async () => {
      begun.push(at);
      running += 1;
      most = Math.max(most, running);
      await stat('.');
      running -= 1;
      if (at % 3 === 0) throw new Error('failed');
    };

    await Promise.allSettled(Array.from({ length: 20 }, (_, at) => inTurn(work(at))));

    expect(begun).toEqual(Array.from({ length: 20 }, (_, at) => at));
    expect(most).toBe(2);
  });

  it('are refused once too many wait', async () => {
    const inTurn = createTurns({ atOnce: 1, waitingMax: 3, full });

    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, (_, at) => inTurn(async () => at)));

    expect(outcomes.map(({ status }) => status)).toEqual([...Array(4).fill('fulfilled'), ...Array(2).fill('rejected')]);
    await expect(inTurn(async () => 'again')).resolves.toBe('again');
  });
});
