/** A push: somebody whose page is closed is told of a message. */
import { randomUUID } from 'node:crypto';
import type { UsageRow } from '#local/usage/meter.ts';
import { TEXT } from '../constants.ts';
import { call } from '../http.ts';
import type { Stage } from './stage.ts';

const PUSHES = 20;
/** For each push another recipient: who was told is not told again before they look. */
const FIRST_RECIPIENT = 40;
/** The consumer of pushes collects entries for a second; jobs come when it is done. */
const PATIENCE_MS = 30_000;

/** The message itself is not counted, which is an act of its own. */
export async function tellByPush({ cloud, people, measure }: Stage): Promise<void> {
  const recipients = people.slice(FIRST_RECIPIENT, FIRST_RECIPIENT + PUSHES);
  for (const { token, close } of recipients) {
    const { publicKey } = await call<{ publicKey: string }>('GET', `${cloud.apiUrl}/me/push`, { token });
    await call('PUT', `${cloud.apiUrl}/me/push`, { token, body: await cloud.push.subscribe(publicKey) });
    close();
  }
  const isOfPushes = ({ functionId = '' }: UsageRow): boolean => functionId.startsWith('Pushes');
  await measure('push', PUSHES, () => sendAll(), isOfPushes);

  async function sendAll(): Promise<void> {
    for (const [index, { username }] of recipients.entries()) {
      const token = people[index + FIRST_RECIPIENT - 1]?.token ?? '';
      const body = { recipient: username, body: TEXT, clientId: randomUUID() };
      await call('POST', `${cloud.apiUrl}/messages`, { token, body });
    }
    const deadline = performance.now() + PATIENCE_MS;
    while (cloud.push.pushes().length < PUSHES) {
      if (performance.now() > deadline) throw new Error(`Only ${cloud.push.pushes().length} pushes arrived.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
