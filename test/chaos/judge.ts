/** Compares the promise with what devices received during a run, with what they show at rest, and with the logs. */

import type { MailboxState, ConversationView } from '#client/mailbox.ts';
import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { conversationOf, isMemberOf, messageId, peerOf } from '#contract/message-id.ts';
import type { Entry, Message } from '#contract/schemas.ts';
import type { Written } from './witness.ts';

/** A message that a device showed as sent. */
export type Shown = Pick<Message, 'id' | 'sender' | 'body'>;

export interface DeviceEvidence {
  readonly name: string;
  readonly person: string;
  /** What it shows at rest. */
  readonly state: MailboxState;
  /** Every message that it ever showed as sent, by id. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** The conversations of all ids and texts that it received. */
  readonly heardOf: ReadonlySet<string>;
  /** What it showed wrongly at any moment. */
  readonly doubled: readonly string[];
}

export interface Evidence {
  readonly written: readonly Written[];
  readonly acknowledged: readonly Message[];
  /** Each conversation's log as each of its people reads it. */
  readonly logs: readonly { readonly reader: string; readonly peer: string; readonly entries: readonly Entry[] }[];
  readonly devices: readonly DeviceEvidence[];
  /** How far each person has read, by `<person> <peer>`. */
  readonly read: ReadonlyMap<string, number>;
  /** The answers to people who asked for messages of others. */
  readonly pried: readonly { readonly person: string; readonly id: string; readonly status: number }[];
}

export const findingKinds = ['lost', 'duplicated', 'leaked', 'untrue', 'unsent', 'diverged', 'left behind'] as const;
/** The findings of each kind, one sentence each. */
export type Verdict = Readonly<Record<(typeof findingKinds)[number], readonly string[]>>;

export function judge(evidence: Evidence): Verdict {
  const { written, acknowledged, logs, devices, pried } = evidence;
  const verdict: Record<keyof Verdict, string[]> = {
    lost: [],
    duplicated: [],
    leaked: [],
    untrue: [],
    unsent: [],
    diverged: [],
    'left behind': [],
  };
  /** Entries by id. */
  const stored = new Map<string, Entry>();
  /** The ids under which each clientId is stored. */
  const named = new Map<string, Set<string>>();
  const lines = new Map<string, readonly string[]>();

  for (const { reader, peer, entries } of logs) takeIn(reader, peer, entries);
  judgeSends();
  for (const device of devices) {
    judgeReceived(device);
    for (const view of Object.values(device.state.conversations)) judgeView(device, view);
    judgeInbox(device);
  }
  for (const { person, id, status } of pried)
    if (status !== 404) verdict.leaked.push(`${person} asked for ${id} and got ${status}`);
  return verdict;

  /** Both people read the same log, and only the sender of a message sees its clientId. */
  function takeIn(reader: string, peer: string, entries: readonly Entry[]): void {
    const conversation = conversationOf(reader, peer);
    for (const entry of entries) {
      if (entry.id !== messageId({ conversation, seq: entry.seq }))
        verdict.leaked.push(`${reader} reads ${entry.id} in ${conversation}`);
      if (!isKnown(entry) || entry.clientId === undefined) continue;
      if (entry.sender !== reader)
        verdict.leaked.push(`${reader} reads the clientId that ${entry.sender} gave to ${entry.id}`);
      named.set(entry.clientId, (named.get(entry.clientId) ?? new Set()).add(entry.id));
    }
    for (const entry of entries) stored.set(entry.id, entry);
    const read = entries.map(lineOf);
    const other = lines.get(conversation) ?? read;
    if (read.join('\n') !== other.join('\n'))
      verdict.diverged.push(`${conversation} is not the same for its people: ${differences(read, other)}`);
    if (entries.some(({ seq }, index) => seq !== index + 1)) verdict.diverged.push(`${conversation} has holes`);
    lines.set(conversation, read);
  }

  function judgeSends(): void {
    for (const message of acknowledged)
      if (!isStored(message)) verdict.lost.push(`${message.id} was acknowledged as '${message.body}'`);
    for (const { clientId, text } of written) {
      const ids = [...(named.get(clientId) ?? [])];
      if (ids.length === 0) verdict.lost.push(`'${text}' is not stored`);
      if (ids.length > 1) verdict.duplicated.push(`'${text}' is stored as ${ids.join(' and ')}`);
      for (const id of ids)
        if (bodyOf(stored.get(id)) !== text)
          verdict.lost.push(`'${text}' is stored in ${id} as '${bodyOf(stored.get(id))}'`);
    }
    const names = new Set(written.map(({ clientId }) => clientId));
    for (const [name, ids] of named) if (!names.has(name)) verdict.untrue.push(`nobody wrote ${[...ids].join()}`);
  }

  function isStored({ id, sender, body }: Shown): boolean {
    const entry = stored.get(id);
    return entry?.sender === sender && bodyOf(entry) === body;
  }

  function judgeReceived({ name, person, shown, heardOf, doubled }: DeviceEvidence): void {
    verdict.duplicated.push(...doubled);
    for (const conversation of heardOf)
      if (!isMemberOf(conversation, person)) verdict.leaked.push(`${name} received something of ${conversation}`);
    for (const message of shown.values())
      if (!isStored(message)) verdict.untrue.push(`${name} showed ${message.id} as sent: '${message.body}'`);
  }

  function judgeView({ name, person }: DeviceEvidence, { peer, rows, loaded, hasOlder }: ConversationView): void {
    const first = rows[0]?.seq ?? 1;
    if (!loaded || (first > 1 && !hasOlder)) verdict.diverged.push(`${name} has not loaded all of ${peer}`);
    for (const { body, state } of rows)
      if (state !== 'sent') verdict.unsent.push(`${name} shows '${body}' as ${state}`);
    const shown = rows.flatMap(({ id = '', sender, body, state }) =>
      state === 'sent' ? [`${id} ${sender} ${body}`] : [],
    );
    if (new Set(shown).size < shown.length)
      verdict.duplicated.push(`${name} shows a message of ${peer} twice: ${doublesOf(shown).join(', ')}`);
    const entries = lines.get(conversationOf(person, peer)) ?? [];
    // The first row may be the first of a page.
    const expected = entries.slice(first - 1);
    if (shown.join('\n') !== expected.join('\n'))
      verdict.diverged.push(`${name} shows ${peer} differently: ${differences(shown, expected)}`);
  }

  function judgeInbox({ name, person, state: { inbox, connection } }: DeviceEvidence): void {
    if (connection !== 'ready') verdict.diverged.push(`${name} is ${connection}`);
    const rows = new Map(inbox.map((row) => [row.peer, row]));
    for (const [conversation, log] of lines) {
      if (!isMemberOf(conversation, person) || log.length === 0) continue;
      const peer = peerOf(conversation, person);
      const row = rows.get(peer);
      const readSeq = evidence.read.get(`${person} ${peer}`) ?? 0;
      const unread = log
        .slice(readSeq)
        .filter(
          (_, index) => stored.get(messageId({ conversation, seq: readSeq + index + 1 }))?.sender === peer,
        ).length;
      const expected = `lastSeq ${log.length}, readSeq ${readSeq}, unread ${unread}`;
      const told = `lastSeq ${row?.lastSeq}, readSeq ${row?.readSeq}, unread ${row?.unread}`;
      if (told !== expected)
        verdict.diverged.push(`the inbox of ${name} has of ${peer}: ${told}; it should be: ${expected}`);
    }
  }
}

const bodyOf = (entry: Entry | undefined): string | undefined => (entry && isMessage(entry) ? entry.body : undefined);

const lineOf = (entry: Entry): string => `${entry.id} ${entry.sender} ${bodyOf(entry)}`;

const doublesOf = (lines: readonly string[]): readonly string[] =>
  lines.filter((line, index) => lines.indexOf(line) < index);

function differences(got: readonly string[], expected: readonly string[]): string {
  const missing = expected.filter((each) => !got.includes(each));
  const surplus = got.filter((each) => !expected.includes(each));
  return missing.length + surplus.length === 0
    ? 'in another order'
    : `missing [${missing.join(', ')}], surplus [${surplus.join(', ')}]`;
}
