/** At rest, every device and every answer of the API shows what the model says. */

import { expect } from 'vitest';
import { isMessage } from '#contract/entry-kinds.ts';
import { messageId } from '#contract/message-id.ts';
import { getConversation, listConversations, readLog } from '#contract/routes/conversations.ts';
import { getMessage, listMessages } from '#contract/routes/messages.ts';
import type { ListedMessage } from '#contract/schemas.ts';
import { environment } from '../../functions/support/environment.ts';
import { readingShown, type Reading } from '../reading.ts';
import type { Conversations, Message } from './conversations.ts';
import { DEVICES, PEOPLE, personOf, type Stage } from './stage.ts';

/** So many of the newest messages are also downloaded one by one. */
const DOWNLOADED = 3;

/** Devices come first: a call of the API repairs what the consumer has left undone. */
export async function expectAsModelled(model: Conversations, stage: Stage): Promise<void> {
  for (const device of DEVICES) {
    if (model.signedIn.has(device)) expectDevice(model, stage, device);
    else expect([device, stage.device(device).life?.mailbox.state.connection]).toEqual([device, undefined]);
  }
  for (const person of PEOPLE) {
    const device = DEVICES.find((each) => personOf(each) === person && model.signedIn.has(each));
    if (device !== undefined) await expectAnswers(model, stage, device);
  }
  expect(textsLeft(model, stage)).toEqual([]);
  expect(stage.center.violations()).toEqual([]);
}

const textOf = (message: ListedMessage | undefined): string | undefined =>
  message && isMessage(message) ? message.body : undefined;

/** Returns the texts of deleted messages that any table still has. */
function textsLeft({ messages }: Conversations, { center }: Stage): readonly string[] {
  const dump = JSON.stringify(Object.values(environment).flatMap((table) => center.world.tables.all(table)));
  return messages.flatMap(({ deleted, texts }) => (deleted ? texts.filter((text) => dump.includes(`"${text}"`)) : []));
}

function expectDevice(model: Conversations, { life }: Stage, device: string): void {
  const me = personOf(device);
  const { inbox, conversations } = life(device).mailbox.state;
  const withSomething = PEOPLE.filter((peer) => model.end(me, peer) > 0);
  const told = inbox
    .filter(({ lastSeq }) => lastSeq > 0)
    .map(({ peer, lastSeq, unread, readSeq, lastMessage }) => ({
      peer,
      lastSeq,
      unread,
      readSeq,
      last: textOf(lastMessage),
    }));
  expect({ device, inbox: told.sort(byPeer) }).toEqual({
    device,
    inbox: withSomething.map((peer) => summaryOf(model, me, peer)).sort(byPeer),
  });

  for (const { peer, rows, loaded } of Object.values(conversations)) {
    const oldest = rows.find(({ seq }) => seq !== undefined)?.seq ?? 0;
    const messages = loaded ? model.between(me, peer).filter(({ seq }) => seq >= oldest) : [];
    const refused = (model.refused.get(device) ?? []).filter((message) => message.peer === peer);
    const shown = rows.map(({ state, editedAt, ...row }) =>
      state === 'sent' ? { ...readingShown(row), edited: editedAt !== undefined } : { state, text: row.body },
    );
    expect({ device, peer, shown }).toEqual({
      device,
      peer,
      shown: [...messages.map(reading), ...refused.map(({ text }) => ({ state: 'failed', text }))],
    });
  }
}

async function expectAnswers(model: Conversations, { until, life }: Stage, device: string): Promise<void> {
  const me = personOf(device);
  const { session } = life(device);
  const { items: inbox } = await until(session.call(listConversations, { query: {} }));
  for (const peer of PEOPLE) {
    const { lastMessage, peerReadSeq, online, ...row } = await until(
      session.call(getConversation, { parameters: { peer } }),
    );
    const { last, ...summary } = summaryOf(model, me, peer);
    const expected = { ...summary, peerName: peer, blocked: model.blocks(me, peer), muted: false, pinned: false };
    expect({ me, row }).toEqual({ me, row: expected });
    expect({ me, peer, last: textOf(lastMessage), peerReadSeq }).toEqual({
      me,
      peer,
      last,
      peerReadSeq: model.readSeqShownTo(me, peer),
    });
    const listed = inbox.find((each) => each.peer === peer);
    const presence = online && { online };
    expect({ me, listed }).toEqual({
      me,
      listed: expected.lastSeq > 0 ? { ...expected, ...presence, lastMessage } : undefined,
    });
    // A block hides presence. Who is signed in nowhere has no socket.
    const isHere = DEVICES.some((each) => personOf(each) === peer && model.signedIn.has(each));
    expect({ me, peer, online: online ?? false }).toEqual({ me, peer, online: isHere && !model.blocks(peer, me) });

    const { items, through } = await until(session.call(listMessages, { query: { target: peer, limit: 100 } }));
    expect({
      me,
      through,
      messages: items
        .toReversed()
        .filter(isMessage)
        .map(({ editedAt, ...item }) => ({ ...readingShown(item), edited: editedAt !== undefined })),
    }).toEqual({
      me,
      through: expected.lastSeq,
      messages: model.between(me, peer).map(reading),
    });
    for (const message of model.between(me, peer).slice(-DOWNLOADED)) {
      const item = await until(session.call(getMessage, { parameters: { id: messageId(message) } }));
      expect({ me, item: isMessage(item) && readingShown(item) }).toMatchObject({
        me,
        item: { body: message.text, deleted: message.deleted },
      });
    }
    const log = await until(session.call(readLog, { parameters: { peer }, query: { after: 0, limit: 200 } }));
    expect(log.items.map(({ seq }) => seq)).toEqual(Array.from({ length: expected.lastSeq }, (_, i) => i + 1));
  }
}

const summaryOf = (model: Conversations, me: string, peer: string) => ({
  peer,
  lastSeq: model.end(me, peer),
  unread: model.unread(me, peer),
  readSeq: model.readSeq(me, peer),
  last: model.between(me, peer).at(-1)?.text,
});

const reading = ({ seq, text, deleted, edited, reactions, answers }: Message): Reading & { edited: boolean } => ({
  seq,
  body: text,
  deleted,
  edited,
  reactions: [...reactions].sort(),
  ...(answers && { quote: answers.text }),
});

const byPeer = (one: { readonly peer: string }, other: { readonly peer: string }): number =>
  one.peer < other.peer ? -1 : 1;
