/** The judge of chaos runs finds each kind of violation, and nothing else. */

import { describe, expect, it } from 'vitest';
import { NOTHING } from '#client/inbox-lists.ts';
import type { InboxRow, MailboxState, MessageRow, ConversationView } from '#client/mailbox.ts';
import type { Message } from '#contract/schemas.ts';
import { findingKinds, judge, type DeviceEvidence, type Evidence, type Verdict } from './judge.ts';

const LOADED = { loaded: true, loading: false, hasMore: false };

const timestamp = '2025-01-01T00:00:00.000Z';

const message = (seq: number, sender: 'ann' | 'ben', clientId = `name-${seq}`): Message => {
  const recipient = sender === 'ann' ? 'ben' : 'ann';
  return {
    id: `ann~ben.${seq}`,
    kind: 'message',
    sender,
    recipient,
    seq,
    timestamp,
    body: `${sender}>${recipient} #${seq}`,
    clientId,
  };
};

/** What Ann and Ben wrote, all of it stored. */
const log: readonly Message[] = [message(1, 'ann'), message(2, 'ben'), message(3, 'ann')];

const readBy = (reader: string, entries: readonly Message[]): readonly Message[] =>
  entries.map(({ clientId, ...entry }) =>
    entry.sender === reader && clientId !== undefined ? { ...entry, clientId } : entry,
  );

const rowsOf = (entries: readonly Message[]): readonly MessageRow[] =>
  entries.map(({ id, seq, sender, body }) => ({ key: id, id, seq, sender, body, timestamp, state: 'sent' }));

interface Shown {
  readonly rows?: readonly MessageRow[];
  readonly inbox?: Partial<InboxRow>;
  readonly device?: Partial<DeviceEvidence>;
  readonly view?: Partial<ConversationView>;
}

function deviceOf(
  person: 'ann' | 'ben',
  { rows = rowsOf(log), inbox = {}, device = {}, view = {} }: Shown = {},
): DeviceEvidence {
  const peer = person === 'ann' ? 'ben' : 'ann';
  const [readSeq, unread] = person === 'ann' ? [2, 0] : [0, 2];
  const row = {
    peer,
    lastSeq: 3,
    written: timestamp,
    unread,
    readSeq,
    muted: false,
    pinned: false,
    blocked: false,
    ...inbox,
  };
  const shown: ConversationView = {
    peer,
    rows,
    unknown: [],
    loaded: true,
    through: 3,
    hasOlder: false,
    hasNewer: false,
    readByPeer: 0,
    typing: false,
    loading: false,
    ...view,
  };
  const state: MailboxState = {
    connection: 'ready',
    inbox: [row],
    inboxLoaded: true,
    lists: { conversations: LOADED, unread: LOADED, requests: LOADED, archived: LOADED },
    totals: NOTHING,
    conversations: { [peer]: shown },
  };
  return {
    name: `${person}'s phone`,
    person,
    state,
    shown: new Map(),
    heardOf: new Set(['ann~ben']),
    doubled: [],
    ...device,
  };
}

/** Judges a run in which everything went well, except for the given evidence. */
function found(change: Partial<Evidence> = {}): Partial<Verdict> {
  const verdict = judge({
    written: log.map(({ clientId = '', sender, recipient, body: text }) => ({ clientId, sender, recipient, text })),
    acknowledged: [message(1, 'ann'), message(2, 'ben')],
    logs: [
      { reader: 'ann', peer: 'ben', entries: readBy('ann', log) },
      { reader: 'ben', peer: 'ann', entries: readBy('ben', log) },
    ],
    devices: [deviceOf('ann'), deviceOf('ben')],
    read: new Map([['ann ben', 2]]),
    pried: [{ person: 'eve', id: 'ann~ben.1', status: 404 }],
    ...change,
  });
  return Object.fromEntries(
    findingKinds.filter((kind) => verdict[kind].length > 0).map((kind) => [kind, verdict[kind]]),
  );
}

const logsOf = (entries: readonly Message[]): Evidence['logs'] => [
  { reader: 'ann', peer: 'ben', entries: readBy('ann', entries) },
  { reader: 'ben', peer: 'ann', entries: readBy('ben', entries) },
];

const written = (text: string, clientId: string) => ({ clientId, sender: 'ann', recipient: 'ben', text });

it('nothing is found if everything went well', () => {
  expect(found()).toEqual({});
});

describe('lost is', () => {
  it('an acknowledged message that the log does not have', () => {
    expect(found({ acknowledged: [message(4, 'ann')] })).toEqual({
      lost: ["ann~ben.4 was acknowledged as 'ann>ben #4'"],
    });
  });

  it('an acknowledged message that the log has with another text', () => {
    const verdict = found({ acknowledged: [{ ...message(1, 'ann'), body: 'ann>ben #9' }] });

    expect(verdict.lost).toEqual(["ann~ben.1 was acknowledged as 'ann>ben #9'"]);
  });

  it('a written text that is stored nowhere, or as another text', () => {
    const texts = [
      written('ann>ben #1', 'name-1'),
      written('ben>ann #2', 'name-2'),
      written('ann>ben #7', 'name-3'),
      written('ann>ben #8', 'name-8'),
    ];

    expect(found({ written: texts }).lost).toEqual([
      "'ann>ben #7' is stored in ann~ben.3 as 'ann>ben #3'",
      "'ann>ben #8' is not stored",
    ]);
  });
});

describe('duplicated is', () => {
  it('a message that is stored twice', () => {
    const doubled = [...log, { ...message(4, 'ann', 'name-3'), body: 'ann>ben #3' }];

    expect(found({ logs: logsOf(doubled) }).duplicated).toEqual(["'ann>ben #3' is stored as ann~ben.3 and ann~ben.4"]);
  });

  it('a row that a device shows twice, at rest or at any moment', () => {
    const devices = [
      deviceOf('ann', { rows: rowsOf([...log, message(3, 'ann')]) }),
      deviceOf('ben', { device: { doubled: ['twice'] } }),
    ];

    expect(found({ devices }).duplicated).toEqual([
      "ann's phone shows a message of ben twice: ann~ben.3 ann ann>ben #3",
      'twice',
    ]);
  });
});

describe('leaked is', () => {
  it('an id or a text of other people that any device received', () => {
    const devices = [deviceOf('ann', { device: { heardOf: new Set(['ann~ben', 'ben~eve']) } })];

    expect(found({ devices })).toEqual({ leaked: ["ann's phone received something of ben~eve"] });
  });

  it('a message of others that is answered with anything but 404', () => {
    const pried = [200, 403].map((status) => ({ person: 'eve', id: 'ann~ben.1', status }));

    expect(found({ pried }).leaked).toHaveLength(2);
  });

  it('the clientId of a message from the other person', () => {
    const logs = [{ reader: 'ann', peer: 'ben', entries: log }];

    expect(found({ logs }).leaked).toEqual(['ann reads the clientId that ben gave to ann~ben.2']);
  });

  it('an entry of another conversation in a log', () => {
    const logs = logsOf(log.map((entry) => (entry.seq === 2 ? { ...entry, id: 'ben~eve.2' } : entry)));

    expect(found({ logs }).leaked).toContain('ann reads ben~eve.2 in ann~ben');
  });
});

it('a message that a device ever showed as sent, but that is not stored, is untrue', () => {
  const shown = new Map(
    [4, 1].map((seq) => [`ann~ben.${seq}`, { id: `ann~ben.${seq}`, sender: 'ann', body: `ann>ben #${seq}` }]),
  );
  const devices = [deviceOf('ann', { device: { shown } })];

  expect(found({ devices })).toEqual({ untrue: ["ann's phone showed ann~ben.4 as sent: 'ann>ben #4'"] });
});

it('a message that nobody wrote is untrue', () => {
  const logs = logsOf([...log, message(4, 'ben')]);

  expect(found({ logs }).untrue).toEqual(['nobody wrote ann~ben.4']);
});

it.each(['pending', 'failed'] as const)('a row that is %s at rest is unsent', (state) => {
  const devices = [
    deviceOf('ann', { rows: [...rowsOf(log), { key: 'name-4', sender: 'ann', body: 'ann>ben #4', timestamp, state }] }),
  ];

  expect(found({ devices })).toEqual({ unsent: [`ann's phone shows 'ann>ben #4' as ${state}`] });
});

describe('diverged is', () => {
  it.each([
    { why: 'a message is missing', shown: { rows: rowsOf(log.slice(0, 2)) } },
    { why: 'a message is missing in the middle', shown: { rows: rowsOf(log.filter(({ seq }) => seq !== 2)) } },
    {
      why: 'messages are in another order',
      shown: { rows: rowsOf([message(1, 'ann'), message(3, 'ann'), message(2, 'ben')]) },
    },
    { why: 'nothing is loaded', shown: { rows: [], view: { loaded: false } } },
    { why: 'the beginning is missing', shown: { rows: rowsOf(log.slice(1)) } },
    { why: 'a text is another one', shown: { rows: rowsOf(log.map((entry) => ({ ...entry, body: 'ann>ben #9' }))) } },
    { why: 'the inbox counts wrongly', shown: { inbox: { unread: 1 } } },
    { why: 'the inbox is behind', shown: { inbox: { lastSeq: 2 } } },
    { why: 'the position is another one', shown: { inbox: { readSeq: 3 } } },
  ])('a device on which $why', ({ shown }) => {
    expect(Object.keys(found({ devices: [deviceOf('ann', shown)] }))).toEqual(['diverged']);
  });

  it('a device that is not connected, or has no row in its inbox', () => {
    const { state, ...device } = deviceOf('ann');
    const devices = [{ ...device, state: { ...state, connection: 'offline' as const, inbox: [] } }];

    expect(found({ devices }).diverged).toHaveLength(2);
  });

  it('a log that is not the same for its people, or has holes', () => {
    const entries = readBy('ben', [message(1, 'ann'), message(3, 'ann')]);
    const [hers] = logsOf(log);

    expect(found({ logs: [...(hers ? [hers] : []), { reader: 'ben', peer: 'ann', entries }] }).diverged).toContain(
      'ann~ben has holes',
    );
  });
});

it('a device may have the newest page alone', () => {
  const devices = [deviceOf('ann', { rows: rowsOf(log.slice(1)), view: { hasOlder: true } })];

  expect(found({ devices })).toEqual({});
});
