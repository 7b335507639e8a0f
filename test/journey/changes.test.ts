/** Edits, deletions, reactions, receipts and preferences, as two clients see them. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import type { MessageRow } from '#client/mailbox.ts';
import { getConversation, listConversations, readLog } from '#contract/routes/conversations.ts';
import { getMessage, listEarlierTexts, listMessages } from '#contract/routes/messages.ts';
import { updateMe } from '#contract/routes/users.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { createContractCheck } from './contract-check.ts';
import { type Device, deviceOf, newName, signUp, until, untilShown } from './people.ts';

const check = createContractCheck();
let cloud: Cloud;
let ann: string;
let ben: string;
let hers: Device;
let his: Device;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterEach(() => {
  hers.mailbox.close();
  his.mailbox.close();
});
afterAll(() => cloud.close());

/**
 * Creates two people, Ann and Ben. Ann says hello.
 * @returns the id of her message
 */
async function hello(): Promise<string> {
  [ann, ben] = [newName('ann'), newName('ben')];
  const fetch = check.fetch(cloud.apiUrl, createCookieFetch());
  await Promise.all([ann, ben].map((name) => signUp(cloud, { fetch }, name)));
  [hers, his] = await Promise.all([deviceOf(cloud, check, ann), deviceOf(cloud, check, ben)]);
  await Promise.all([hers.mailbox.open(ben), his.mailbox.open(ann)]);
  hers.mailbox.sendMessage(ben, 'hello');
  await untilShown(his, ann, ['hello']);
  return `${ann}~${ben}.1`;
}

const first = ({ mailbox }: Device, peer: string): MessageRow | undefined => mailbox.state.conversations[peer]?.rows[0];
const untilFirst = (
  device: Device,
  peer: string,
  what: string,
  holds: (row: MessageRow | undefined) => boolean,
): Promise<void> => until(device.mailbox, what, () => holds(first(device, peer)));

describe('a sent message', () => {
  it('can be edited, and everybody gets the new text', async () => {
    const id = await hello();

    await hers.mailbox.editMessage(ben, id, 'hello, Ben');
    await untilFirst(his, ann, 'edited', (row) => row?.body === 'hello, Ben');

    expect(first(hers, ben)).toMatchObject({ body: 'hello, Ben', editedAt: expect.any(String) });
    const { session } = his;
    const read = { id, body: 'hello, Ben', editedAt: expect.any(String) };
    expect(await session.call(getMessage, { parameters: { id } })).toMatchObject(read);
    expect(await session.call(listMessages, { query: { target: ann } })).toMatchObject({ items: [read], through: 2 });
    expect(await session.call(listConversations, { query: {} })).toMatchObject({
      items: [{ lastSeq: 2, unread: 1, lastMessage: read }],
    });
    expect(check.violations).toEqual([]);
  });

  it('shows both people what it said before, until it is deleted', async () => {
    const id = await hello();
    const textsFor = async ({ session }: Device): Promise<readonly string[]> =>
      (await session.call(listEarlierTexts, { parameters: { id }, query: {} })).items.map(({ body }) => body);
    await hers.mailbox.editMessage(ben, id, 'hello, Ben');
    await hers.mailbox.editMessage(ben, id, 'hello, dear Ben');

    expect([await textsFor(hers), await textsFor(his)]).toEqual([
      ['hello, Ben', 'hello'],
      ['hello, Ben', 'hello'],
    ]);
    await hers.mailbox.deleteMessage(ben, id);
    expect([await textsFor(hers), await textsFor(his)]).toEqual([[], []]);
    expect(check.violations).toEqual([]);
  });

  it('can be deleted, which erases its text from edits and quotes, too', async () => {
    const id = await hello();
    await hers.mailbox.editMessage(ben, id, 'secret');
    his.mailbox.sendMessage(ann, 'what?', { replyTo: id });
    await until(hers.mailbox, 'answered', () => hers.mailbox.state.conversations[ben]?.rows.length === 2);
    expect(hers.mailbox.state.conversations[ben]?.rows[1]).toMatchObject({
      quote: { id, sender: ann, body: 'secret' },
    });

    await hers.mailbox.deleteMessage(ben, id);
    await untilFirst(his, ann, 'deleted', (row) => row?.deleted === 'sender');
    await hers.mailbox.deleteMessage(ben, id);

    const log = await his.session.call(readLog, { parameters: { peer: ann }, query: { after: 0 } });
    expect(log.items.map(({ kind }) => kind)).toEqual(['message', 'edit', 'message', 'deletion']);
    expect(JSON.stringify([log, hers.mailbox.state, his.mailbox.state])).not.toMatch(/secret|hello/);
    await expect(hers.mailbox.editMessage(ben, id, 'again')).rejects.toMatchObject({ status: 409, code: 'deleted' });
    expect(check.violations).toEqual([]);
  });

  it('can get reactions from both people, but only its sender can change it', async () => {
    const id = await hello();

    await his.mailbox.addReaction(ann, id, '❤️');
    await hers.mailbox.addReaction(ben, id, '#️⃣');
    await hers.mailbox.removeReaction(ben, id, '#️⃣');
    await untilFirst(hers, ben, 'reacted to', (row) => row?.reactions?.length === 1);

    expect(first(hers, ben)?.reactions).toEqual([{ emoji: '❤️', people: [ben] }]);
    await expect(his.mailbox.editMessage(ann, id, 'mine')).rejects.toMatchObject({ status: 403, code: 'not-yours' });
    await expect(his.mailbox.deleteMessage(ann, id)).rejects.toMatchObject({ status: 403, code: 'not-yours' });
    await expect(his.mailbox.addReaction(ann, id, 'heart')).rejects.toMatchObject({ status: 400 });
    expect(check.violations).toEqual([]);
  });

  it('has changed on a device that was away once it is back', async () => {
    const id = await hello();
    his.drop();

    await hers.mailbox.editMessage(ben, id, 'hello there');
    await hers.mailbox.addReaction(ben, id, '👍');
    await untilFirst(his, ann, 'changed', (row) => row?.body === 'hello there' && row.reactions !== undefined);

    const fresh = await deviceOf(cloud, check, ben);
    await fresh.mailbox.open(ann);
    expect(first(fresh, ann)).toMatchObject({ body: 'hello there', reactions: [{ emoji: '👍', people: [ann] }] });
    fresh.mailbox.close();
  });
});

describe('the other person', () => {
  const view = () => hers.mailbox.state.conversations[ben];

  it('is shown as typing, and as having read', async () => {
    await hello();

    his.mailbox.typing(ann);
    await until(hers.mailbox, 'typing', () => view()?.typing === true);
    his.mailbox.markRead(ann, 1);
    await until(hers.mailbox, 'read', () => view()?.readByPeer === 1);
    his.mailbox.sendMessage(ann, 'hello yourself');
    await untilShown(hers, ben, ['hello', 'hello yourself']);

    expect(view()?.typing).toBe(false);
    expect(check.violations).toEqual([]);
  });

  it('does not see how far I have read if I turn that off, and my unread count is still right', async () => {
    await hello();
    await his.session.call(updateMe, { body: { readReceipts: false } });

    his.mailbox.markRead(ann, 1);
    const unread = async () => (await his.session.call(getConversation, { parameters: { peer: ann } })).unread;
    await expect.poll(unread).toBe(0);
    his.mailbox.sendMessage(ann, 'later');
    await untilShown(hers, ben, ['hello', 'later']);

    expect(view()?.readByPeer).toBe(0);
    expect(await hers.session.call(getConversation, { parameters: { peer: ben } })).toMatchObject({ peerReadSeq: 0 });
    expect(check.violations).toEqual([]);
  });

  it('does not see that I have muted and pinned our conversation', async () => {
    await hello();

    await his.mailbox.updateConversation(ann, { muted: true, pinned: true });

    expect(his.mailbox.state.inbox).toMatchObject([{ peer: ann, muted: true, pinned: true, unread: 1 }]);
    expect((await hers.session.call(listConversations, { query: {} })).items).toMatchObject([
      { peer: ben, muted: false, pinned: false },
    ]);
    expect(check.violations).toEqual([]);
  });
});
