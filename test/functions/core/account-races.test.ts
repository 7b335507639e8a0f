/**
 * Confirmations, sign-ups and sweeps of one name, at once and around the time at which it is free again, in virtual
 * time: requests take their time in both directions, answers are lost, and functions die half-way.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '#contract/refusal.ts';
import type { Attempts } from '#functions/core/attempts.ts';
import { type Keys, deriveKey } from '#functions/core/keys.ts';
import { confirmSignUp } from '#functions/core/sign-in.ts';
import { UNCONFIRMED_LIFETIME_MS, signUp } from '#functions/core/sign-up.ts';
import { removeUnconfirmed } from '#functions/core/sweep.ts';
import { memoryAttempts } from '../support/memory-attempts.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = UNCONFIRMED_LIFETIME_MS;
/** How long a function lives that answers requests, and the sweep. */
const REQUEST_LIFE = 30 * SECOND;
const SWEEP_LIFE = 5 * MINUTE;
const NAME = 'alice';
const keys: Keys = async (purpose) => deriveKey('root', purpose);

interface Stored {
  readonly code: string;
  readonly createdAt: number;
  confirmed: boolean;
}

/** A user pool with one name, and functions that use it. */
class World {
  now = 0;
  account: Stored | undefined;
  /** Accounts that were removed although they were confirmed, or still could be. */
  readonly lost: Stored[] = [];
  readonly #delays: Iterator<number>;
  readonly #events: { readonly at: number; readonly happen: () => void }[] = [];
  readonly #attempts = memoryAttempts().attempts;
  #codes = 0;

  /** @param delays from 0 to 1 */
  constructor(delays: Iterator<number>) {
    this.#delays = delays;
  }

  random(max: number): number {
    return Number(this.#delays.next().value) * max;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((happen) => this.#events.push({ at: this.now + ms, happen }));
  }

  /** Lets time pass until nothing more happens. */
  async run(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      this.#events.sort((one, other) => one.at - other.at);
      const event = this.#events.shift();
      if (!event) return;
      this.now = event.at;
      event.happen();
    }
  }

  /** The services of a function that begins now. @param life milliseconds, after which it hears no more answers */
  services(life: number) {
    const dies = this.now + life;
    const call = async <T>(act: () => T | Promise<T>): Promise<T> => {
      await this.sleep(this.random(life / 6));
      const answer = await (async () => act())().then(
        (value) => () => value,
        (error: unknown) => () => {
          throw error;
        },
      );
      await this.sleep(this.random(life / 6));
      if (this.now > dies) await new Promise<never>(() => {});
      return answer();
    };
    const remove = () => call(() => this.#remove());
    return {
      accounts: {
        signUp: () => call(() => this.#signUp()),
        confirm: (_: string, code: string) => call(() => this.#confirm(code)),
        find: () => call(() => this.#find()),
        remove,
        removeOnce: remove,
        signIn: () => Promise.reject(new Error('Nobody signs in.')),
        listUnconfirmed: () =>
          call(() => ({
            accounts: this.account?.confirmed === false ? [{ username: NAME, createdAt: this.account.createdAt }] : [],
            next: undefined,
          })),
      },
      attempts: {
        take: (...given: Parameters<Attempts['take']>) => call(() => this.#attempts.take(...given)),
        giveBack: (counter: string) => call(() => this.#attempts.giveBack(counter)),
      },
      users: { get: () => call(() => undefined) },
      clock: { now: () => this.now, sleep: (ms: number) => this.sleep(ms), random: () => 0.5 },
      keys,
      newId: () => 'id',
    };
  }

  #signUp(): void {
    if (this.account) throw new Refusal('name-taken', '');
    this.account = { code: String((this.#codes += 1)), createdAt: this.now, confirmed: false };
  }

  #confirm(code: string): void {
    if (this.account?.code !== code || this.account.confirmed) throw new Refusal('wrong-code', '');
    this.account.confirmed = true;
  }

  #find() {
    if (!this.account) throw new Refusal('no-session', '');
    const { confirmed, createdAt } = this.account;
    return { username: NAME, confirmed, createdAt, email: '' };
  }

  #remove(): void {
    if (this.account && (this.account.confirmed || this.now - this.account.createdAt <= DAY))
      this.lost.push(this.account);
    this.account = undefined;
  }

  /** Starts a function at a random time. @returns what it answers; never settles if it dies */
  async start<T>(from: number, to: number, life: number, act: (services: ReturnType<World['services']>) => Promise<T>) {
    await this.sleep(from - this.now + this.random(to - from));
    return act(this.services(life)).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return error.code;
    });
  }

  signUp(from: number, to: number) {
    return this.start(from, to, REQUEST_LIFE, async (services) => {
      const credentials = { username: NAME, email: 'somebody@example.org', password: 'correct horse battery' };
      await signUp(services, { ...credentials, addressIsTaken: false, language: 'en' });
      return 'done';
    });
  }

  confirm(code: string, from: number, to: number) {
    return this.start(from, to, REQUEST_LIFE, async (services) => {
      await confirmSignUp(services, NAME, code, undefined);
      return 'done';
    });
  }

  /** Signs up and enters the newest code, which was mailed. */
  async join(from: number, to: number): Promise<void> {
    if ((await this.signUp(from, to)) === 'done' && this.account)
      await this.confirm(this.account.code, this.now, this.now + MINUTE);
  }

  sweep(from: number, to: number) {
    return this.start(from, to, SWEEP_LIFE, async (services) => {
      await removeUnconfirmed(services, Infinity);
      return 'done';
    });
  }
}

const delays = fc.infiniteStream(fc.noBias(fc.integer({ min: 0, max: 1000 })).map((thousandths) => thousandths / 1000));

describe('an account', () => {
  it('that was confirmed, or still can be, is removed by no sign-up and no sweep, in whatever order', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(delays, async (stream) => {
        const world = new World(stream);
        world.account = { code: 'first', createdAt: 0, confirmed: false };
        let kept = true;
        let late: unknown;

        void world.confirm('first', DAY - 6 * MINUTE, DAY + MINUTE).then((answer) => {
          outcomes.add(`confirmed: ${answer}`);
          if (answer === 'done') kept = world.account?.code === 'first';
        });
        for (const _ of [1, 2, 3]) void world.join(DAY - MINUTE, DAY + 2 * MINUTE);
        for (const _ of [1, 2]) void world.sweep(DAY - MINUTE, DAY + 2 * MINUTE);
        await world.run();
        const before = world.account;
        const abandoned = before && !before.confirmed && before.code === 'first';
        void world.signUp(DAY + 30 * MINUTE, DAY + 31 * MINUTE).then((answer) => (late = answer));
        await world.run();

        expect({ kept, lost: world.lost }).toEqual({ kept: true, lost: [] });
        if (abandoned) outcomes.add(`freed at last: ${String(late)}`);
        outcomes.add(`of ${before?.code === 'first' ? 'the first' : 'another'}`);
      }),
      { numRuns: 250 },
    );

    expect(outcomes).not.toContain('freed at last: name-taken');
    // The runs reach what they are about.
    expect(outcomes).toContain('confirmed: done');
    expect(outcomes).toContain('confirmed: wrong-code');
    expect(outcomes).toContain('of the first');
    expect(outcomes).toContain('of another');
  });
});
