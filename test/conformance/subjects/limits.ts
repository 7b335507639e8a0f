/** How fast one person may write in one conversation. */

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { pause, type Entry, type Problem } from '../client.ts';
import type { World } from '../world.ts';

/** The default limits of one person in one conversation. */
const BURST = 20;
const PER_MINUTE = 60;
/** One more message is allowed after so long. */
const INTERVAL_MS = 60_000 / PER_MINUTE;

export function limits({ ben, cat }: World): void {
  const post = (recipient: string, after?: number) =>
    cat.desk.once<Entry & Problem>('POST', '/messages', {
      recipient,
      body: 'and so on',
      clientId: randomUUID(),
      ...(after !== undefined && { after }),
    });

  /**
   * Waits until the whole burst is available again, by the server's clock.
   * @returns the newest seq
   */
  async function burstRegained(): Promise<number> {
    const { body, headers } = await cat.desk.call<{ items: { timestamp: string }[]; through: number }>(
      'GET',
      `/messages?target=${cat.name}`,
    );
    const [newest] = body.items;
    const now = Date.parse(headers.get('date') ?? '');
    if (newest) await pause(Math.max(0, Date.parse(newest.timestamp) + BURST * INTERVAL_MS - now));
    return body.through;
  }

  it(`allow ${BURST} messages at once in one conversation, and refuse the next until it is due`, async () => {
    const before = await burstRegained();
    let stored = 0;
    let refused = await post(cat.name);
    for (; refused.status === 201; stored++) refused = await post(cat.name);
    const elsewhere = await post(ben.name);
    const { lastSeq } = await cat.desk.conversation(cat.name);
    const times = (await cat.desk.log(cat.name, before)).map(({ timestamp }) => Date.parse(timestamp));
    const regained = Math.floor(((times.at(-1) ?? 0) - (times[0] ?? 0)) / INTERVAL_MS);

    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(refused).toMatchObject({ status: 429, body: { status: 429, code: 'too-many-requests' } });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Number.isInteger(retryAfter) && retryAfter >= 1 && retryAfter <= 60).toBe(true);
    expect(stored).toBeGreaterThanOrEqual(BURST);
    expect(stored).toBeLessThanOrEqual(BURST + regained);
    expect(lastSeq).toBe(before + stored);
    expect(elsewhere.status).toBe(201);

    await pause(retryAfter * 1000);
    expect(await post(cat.name, lastSeq)).toMatchObject({ status: 201, body: { seq: lastSeq + 1 } });
  });
}
