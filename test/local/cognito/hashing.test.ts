/** Hashing passwords beside everything else that needs libuv's threads. */
import { execFileSync } from 'node:child_process';
import { scryptSync } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { PASSWORD_COST, hashPassword, matchesPassword } from '#local/cognito/passwords.ts';
import { createTurns } from '#local/cognito/turns.ts';

const passwords = new URL('../../../local/cognito/passwords.ts', import.meta.url).href;

describe('a hash', () => {
  it.each([2, PASSWORD_COST])('of cost %i matches its password alone, whatever new ones cost', async (cost) => {
    const hash = await hashPassword('correct horse battery', cost);

    expect(await matchesPassword('correct horse battery', hash, 4)).toBe(true);
    expect(await matchesPassword('correct horse batterz', hash, 4)).toBe(false);
  });

  it.each([{}, { cost: 2 ** 14 }])('of an earlier version, which says %j of its cost, still matches', async (said) => {
    const salt = Buffer.from('salt');
    const hash = scryptSync('correct horse battery', salt, 32, { N: 2 ** 14, r: 8, p: 1 }).toString('base64');
    const stored = { salt: salt.toString('base64'), hash, ...said };

    expect(await matchesPassword('correct horse battery', stored, 4)).toBe(true);
    expect(await matchesPassword('correct horse batterz', stored, 4)).toBe(false);
  });

  it('leaves no memory with the thread that made it', () => {
    const program = `
      const { hashPassword, PASSWORD_COST } = await import(${JSON.stringify(passwords)});
      const before = process.memoryUsage.rss();
      for (let i = 0; i < 12; i += 1) await hashPassword('correct horse battery', PASSWORD_COST);
      console.log(process.memoryUsage.rss() - before);`;

    const grown = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);

    // With 16 MB for each hash, it is 70 MB and more.
    expect(Number(grown) / 2 ** 20).toBeLessThan(30);
  });

  it('of no password matches nothing', async () => {
    expect(await matchesPassword('', undefined, 2)).toBe(false);
  });
});

it('many sign-ins at once leave threads for the disk', async () => {
  let finished = 0;
  const signIns = Array.from({ length: 10 }, () =>
    matchesPassword('wrong', undefined, PASSWORD_COST).then(() => (finished += 1)),
  );

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
