/** Two people who write to each other with the real client: the promise in its main lines. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getConversation, readLog, searchMessages } from '#contract/routes/conversations.ts';
import { getMessage, listMessages } from '#contract/routes/messages.ts';
import { block } from '#contract/routes/safety.ts';
import { getUser } from '#contract/routes/users.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { createContractCheck } from './contract-check.ts';
import { type Device, deviceOf, newName, signUp, texts, until, untilShown } from './people.ts';

const check = createContractCheck();
/** Devices that a test has opened; closed after it. */
const devices: Device[] = [];
/** People for all tests, each with a device, in the order of their names. */
const people: { readonly name: string; readonly device: Device }[] = [];
/** Pairs of them who have not written to each other yet. */
const strangers: [number, number][] = [0, 1, 2, 3, 4].flatMap((other) =>
  Array.from({ length: other }, (_, one): [number, number] => [one, other]),
);
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startTestCloud();
  const names = await Promise.all(['ann', 'ben', 'cat', 'dan', 'eve'].map(newPerson));
  people.push(
    ...(await Promise.all(names.map(async (name) => ({ name, device: await deviceOf(cloud, check, name) })))),
  );
});
afterEach(() => {
  for (const { mailbox } of devices.splice(0)) mailbox.close();
});
afterAll(async () => {
  for (const { device } of people) device.mailbox.close();
  await cloud.close();
});

async function newPerson(beginning?: string): Promise<string> {
  const username = newName(beginning);
  await signUp(cloud, { fetch }, username);
  return username;
}

async function newDevice(username: string): Promise<Device> {
  const opened = await deviceOf(cloud, check, username);
  devices.push(opened);
  return opened;
}

/** Returns two people who have never written to each other. Each has the conversation with the other open. */
async function pair() {
  const [one, other] = strangers.pop() ?? [];
  const [her, him] = [people[one ?? -1], people[other ?? -1]];
  if (!her || !him) throw new Error('All pairs are used. Add more people.');
  await Promise.all([her.device.mailbox.open(him.name), him.device.mailbox.open(her.name)]);
  return { ann: her.name, ben: him.name, hers: her.device, his: him.device };
}

describe('people', () => {
  it('are shown as online while one of their sockets is open', async () => {
    const { ann, ben, hers } = await pair();

    expect(await hers.session.call(getUser, { parameters: { username: ben } })).toMatchObject({
      username: ben,
      online: true,
    });
    expect(await hers.session.call(getUser, { parameters: { username: ann } })).not.toHaveProperty('email');
  });
});

describe('a message', () => {
  it('is announced to the other person, and downloaded', async () => {
    const { ann, ben, hers, his } = await pair();

    hers.mailbox.sendMessage(ben, 'hello');
    await untilShown(his, ann, ['hello']);
    his.mailbox.sendMessage(ann, 'hello yourself');
    await untilShown(hers, ben, ['hello', 'hello yourself']);

    const [first, second] = hers.mailbox.state.conversations[ben]?.rows ?? [];
    expect(first).toMatchObject({ seq: 1, sender: ann, state: 'sent' });
    expect(second).toMatchObject({ seq: 2, sender: ben, state: 'sent' });
  });

  it('shows up on my other device', async () => {
    const { ann, ben, hers } = await pair();
    const phone = await newDevice(ann);
    await phone.mailbox.open(ben);

    hers.mailbox.sendMessage(ben, 'from the desk');
    await untilShown(phone, ben, ['from the desk']);

    expect(texts(hers, ben)).toEqual(['from the desk']);
  });

  it('is among the latest 15 when a conversation is opened, and older ones come page by page', async () => {
    const { ann, ben, hers } = await pair();
    const sent = Array.from({ length: 20 }, (_, i) => `${i + 1}`);
    for (const text of sent) hers.mailbox.sendMessage(ben, text);
    await untilShown(hers, ben, sent);
    const phone = await newDevice(ben);

    await phone.mailbox.open(ann);
    const opened = texts(phone, ann);
    await phone.mailbox.loadOlder(ann);

    expect(opened).toEqual(sent.slice(-15));
    expect(texts(phone, ann)).toEqual(sent);
    expect(phone.mailbox.state.conversations[ann]?.hasOlder).toBe(false);
  });

  it('is stored once however often it is sent, and its clientId cannot be reused for another', async () => {
    const { ann, ben, hers } = await pair();
    const { session } = hers;
    const answers: number[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const answer = await globalThis.fetch(input, init);
      answers.push(answer.status);
      return answer;
    };
    const token = await session.accessToken();
    const send = (body: object) =>
      fetch(`${cloud.apiUrl}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ recipient: ben, clientId: '3f0b7a3e-5a51-4c39-9a43-2f7f0c8d9b11', after: 0, ...body }),
      });

    const first = await send({ body: 'once' });
    const together = await Promise.all([send({ body: 'once' }), send({ body: 'once' }), send({ body: 'once' })]);
    const other = await send({ body: 'something else' });

    const message: unknown = await first.json();
    expect(answers).toEqual([201, 200, 200, 200, 409]);
    expect(first.headers.get('location')).toBe(`/api/messages/${ann}~${ben}.1`);
    for (const answer of together) expect(await answer.json()).toEqual(message);
    expect(await other.json()).toMatchObject({ code: 'client-id-taken' });
    expect((await session.call(listMessages, { query: { target: ben } })).items).toEqual([message]);
  });

  it('to oneself is a note that is never unread', async () => {
    const ann = await newPerson();
    const [desk, phone] = [await newDevice(ann), await newDevice(ann)];
    await phone.mailbox.open(ann);

    desk.mailbox.sendMessage(ann, 'milk');
    await untilShown(phone, ann, ['milk']);

    expect(phone.mailbox.state.inbox).toMatchObject([{ peer: ann, unread: 0 }]);
  });

  it('is in the order of the log for both people, even if they write at once', async () => {
    const { ann, ben, hers, his } = await pair();

    for (let i = 0; i < 10; i++) {
      hers.mailbox.sendMessage(ben, `hers ${i}`);
      his.mailbox.sendMessage(ann, `his ${i}`);
    }
    const complete = (mine: Device, peer: string) => () =>
      texts(mine, peer).filter((text) => !text.endsWith('(pending)')).length === 20;
    await until(hers.mailbox, 'complete', complete(hers, ben));
    await until(his.mailbox, 'complete', complete(his, ann));

    const rows = hers.mailbox.state.conversations[ben]?.rows.map(({ id, seq }) => [id, seq]);
    expect(his.mailbox.state.conversations[ann]?.rows.map(({ id, seq }) => [id, seq])).toEqual(rows);
    expect(rows?.map(([, seq]) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(texts(hers, ben).filter((text) => text.startsWith('hers'))).toEqual(
      Array.from({ length: 10 }, (_, i) => `hers ${i}`),
    );
  });
});

describe('a dropped connection', () => {
  it('loses nothing: after the reconnect, everything written meanwhile is there', async () => {
    const { ann, ben, hers, his } = await pair();
    const away = new Promise<void>((resolve) => {
      const forget = his.mailbox.subscribe(() => {
        if (his.mailbox.state.connection !== 'offline') return;
        forget();
        resolve();
      });
    });

    his.drop();
    await away;
    for (const text of ['one', 'two', 'three']) hers.mailbox.sendMessage(ben, text);
    await untilShown(hers, ben, ['one', 'two', 'three']);
    await untilShown(his, ann, ['one', 'two', 'three']);
    await until(his.mailbox, 'ready', () => his.mailbox.state.connection === 'ready');
    hers.mailbox.sendMessage(ben, 'four');
    await untilShown(his, ann, ['one', 'two', 'three', 'four']);

    expect(his.mailbox.state.conversations[ann]?.through).toBe(4);
  });
});

describe('the inbox', () => {
  it('has the newest conversation first, and counts unread messages, the same on all devices', async () => {
    const [ann, ben, cat] = await Promise.all([newPerson(), newPerson(), newPerson()]);
    const [hers, his, cats, hersToo] = await Promise.all([
      newDevice(ann),
      newDevice(ben),
      newDevice(cat),
      newDevice(ann),
    ]);
    await hers.mailbox.open(ben);
    his.mailbox.sendMessage(ann, 'one');
    his.mailbox.sendMessage(ann, 'two');
    await until(hersToo.mailbox, 'told', () => hersToo.mailbox.state.inbox[0]?.lastMessage?.seq === 2);
    cats.mailbox.sendMessage(ann, 'three');
    const rows = () => hersToo.mailbox.state.inbox.map(({ peer, unread }) => [peer, unread]);
    await until(hersToo.mailbox, 'told', () => rows().length === 2);
    const before = rows();

    await until(hers.mailbox, 'shown', () => texts(hers, ben).length === 2);
    hers.mailbox.markRead(ben, 1);
    await until(hersToo.mailbox, 'one read', () =>
      hersToo.mailbox.state.inbox.some(({ peer, unread }) => peer === ben && unread === 1),
    );
    hers.mailbox.markRead(ben, 2);
    await until(hersToo.mailbox, 'both read', () =>
      hersToo.mailbox.state.inbox.some(({ peer, unread }) => peer === ben && unread === 0),
    );

    expect(before).toEqual([
      [cat, 1],
      [ben, 2],
    ]);
    expect(rows()).toEqual([
      [cat, 1],
      [ben, 0],
    ]);
    expect(await his.session.call(getConversation, { parameters: { peer: ann } })).toMatchObject({
      lastSeq: 2,
      peerReadSeq: 2,
    });
  });
});

describe('the API', () => {
  it('finds texts as they are now, for both people, also in a blocked conversation', async () => {
    const { ann, ben, hers, his } = await pair();
    for (const text of ['İstanbul’da merdiven', 'Kein Leiter', 'IŞIL']) hers.mailbox.sendMessage(ben, text);
    await untilShown(his, ann, ['İstanbul’da merdiven', 'Kein Leiter', 'IŞIL']);
    await hers.mailbox.editMessage(ben, `${ann}~${ben}.2`, 'Keine Leiter');
    await hers.mailbox.deleteMessage(ben, `${ann}~${ben}.3`);
    await his.session.call(block, { parameters: { username: ann } });

    const seqs = async ({ session }: typeof hers, peer: string, text: string): Promise<readonly number[]> =>
      (await session.call(searchMessages, { parameters: { peer }, query: { text } })).items.map(({ seq }) => seq);

    expect(await seqs(his, ann, 'istanbul MERDİVEN')).toEqual([1]);
    expect(await seqs(hers, ben, 'keine')).toEqual([2]);
    expect(await seqs(hers, ben, 'kein leiter')).toEqual([2]);
    expect(await seqs(his, ann, 'ışıl')).toEqual([]);
  });

  it('returns a log from any entry on, in pages', async () => {
    const { ann, ben, hers } = await pair();
    for (const text of ['one', 'two', 'three']) hers.mailbox.sendMessage(ben, text);
    await untilShown(hers, ben, ['one', 'two', 'three']);

    const page = await hers.session.call(readLog, { parameters: { peer: ben }, query: { after: 1, limit: 1 } });
    const rest = await hers.session.call(readLog, { parameters: { peer: ben }, query: { after: 2 } });
    const beyond = hers.session.call(readLog, { parameters: { peer: ben }, query: { after: 9 } });

    expect(page).toMatchObject({ items: [{ seq: 2, body: 'two' }], more: true });
    expect(rest).toMatchObject({ items: [{ seq: 3 }], more: false });
    await expect(beyond).rejects.toMatchObject({ status: 409, code: 'reset' });
    expect(await hers.session.call(getMessage, { parameters: { id: `${ann}~${ben}.3` } })).toMatchObject({
      body: 'three',
    });
  });
});

it('all answers and frames match the contract', () => {
  expect(check.violations).toEqual([]);
});
