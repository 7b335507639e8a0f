/** People who write, delete, block and leave, on the product's own code; and what is to be left after a restore. */

import { RestoreTableToPointInTimeCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { nameBeside } from '#bin/restore/beside.ts';
import { conversationOf } from '#contract/message-id.ts';
import { LOG_GENERATION, RESTORING } from '#functions/aws/environment.ts';
import { type TableVariable, tablesByVariable } from '#functions/aws/tables-by-variable.ts';
import type { KeySchema } from '#functions/aws/tables.ts';
import type { Entry } from '#functions/core/entry.ts';
import { openEngine, tables } from './engine.ts';
import { memoryLambda } from './lambda.ts';

const [
  run,
  functions,
  services,
  copy,
  messages,
  ledgers,
  sending,
  changing,
  blocking,
  reading,
  projecting,
  profiles,
  rows,
  { dynamo },
] = await Promise.all([
  import('#bin/restore/run.ts'),
  import('#bin/restore/functions.ts'),
  import('#bin/restore/services.ts'),
  import('#bin/restore/copy.ts'),
  import('#functions/aws/messages-table.ts'),
  import('#functions/aws/ledger-table.ts'),
  import('#functions/core/append.ts'),
  import('#functions/core/change-message.ts'),
  import('#functions/core/block.ts'),
  import('#functions/core/mark-read.ts'),
  import('#functions/core/projection.ts'),
  import('#functions/core/name-index.ts'),
  import('#functions/aws/conversations-table.ts'),
  import('#functions/aws/dynamo.ts'),
]);

export const PEOPLE = ['ann', 'ben', 'cat'] as const;
export type Person = (typeof PEOPLE)[number];

export type Act =
  | { readonly act: 'send'; readonly by: Person; readonly to: Person }
  | { readonly act: 'edit' | 'delete' | 'moderate'; readonly nth: number }
  | { readonly act: 'block' | 'unblock'; readonly by: Person; readonly to: Person }
  | { readonly act: 'read'; readonly by: Person; readonly to: Person }
  | { readonly act: 'leave'; readonly by: Person }
  | { readonly act: 'project' };

interface Sent {
  readonly conversation: string;
  readonly seq: number;
  readonly sender: Person;
  /** Every text that it ever had. */
  readonly texts: string[];
  deleted: boolean;
}

const remove = (subject: string) =>
  dynamo.send(new DeleteCommand({ TableName: tables.LEDGER_TABLE, Key: { subject } }));

const START = Date.parse('2026-11-24T10:00:00Z');
const nothing = async (): Promise<undefined> => undefined;
/** Functions that people's writes go through. */
const CLOSING = ['Http', 'Socket', 'Queue'];
const CONSUMING = ['Stream'];

/** Opens a world in which nothing has happened yet. Each act takes a second. */
export async function openWorld() {
  vi.setSystemTime(START);
  const { client } = await openEngine();
  const outputs = { UserPoolId: 'pool', FilesBucket: 'files', WebSocketUrl: 'wss://sockets.example/live' };
  const clock = { now: () => Date.now(), sleep: nothing as never, random: () => 0 };
  const accounts = new Set<string>(PEOPLE);
  const lambda = memoryLambda(
    Object.fromEntries(
      [...CLOSING, ...CONSUMING].map((name) => [
        name,
        { variables: { ...tables, [LOG_GENERATION]: '1' }, timeoutSeconds: 30 },
      ]),
    ),
    () => restoring.step(),
  );
  const told = {
    get generation() {
      return restoring.raises ? Number(lambda.variables('Http')[LOG_GENERATION]) : 1;
    },
    /** The setting of the stack. */
    recorded: 1,
  };
  /** What a restore is to do, and has done: its steps are the lines that it prints, and the updates of functions. */
  const restoring = {
    raises: true,
    steps: 0,
    dies: Infinity,
    /** True once everything is restored, and nothing is left but to let people write. */
    isDone: false,
    step(): void {
      if (this.steps++ === this.dies) throw new Error('It died.');
    },
  };
  const ledger = ledgers.ledgerTable(tables.LEDGER_TABLE);
  const log = () => messages.messagesTable(tables.MESSAGES_TABLE, told.generation);
  const parts = () => ({
    ...services.servicesOf(tables, outputs, told.generation),
    log: log(),
    conversations: rows.conversationsTable(tables.CONVERSATIONS_TABLE),
    ledger,
    dueTasks: { note: nothing },
    clock,
    limits: {},
    recipients: {
      load: async (username: string) => ({ profile: { username, displayName: '', createdAt: 0 }, blocksSender: false }),
    },
    connections: { list: async () => [], remove: nothing },
    gateway: { post: async () => 'gone' as const },
    accounts: { remove: async (name: string) => void accounts.delete(name), signOutEverywhere: nothing },
    async *pool() {
      yield [...accounts].map((Username) => ({ Username, Enabled: true, UserStatus: 'CONFIRMED' as const }));
    },
  });

  const sent: Sent[] = [];
  const blocked = new Set<string>();
  const gone = new Set<string>();
  let waiting: Entry[] = [];
  let count = 0;
  for (const person of PEOPLE) await profiles.createProfile(parts(), person, Date.now());

  const append = async (by: Person, to: Person, body: string) => {
    const clientId = `${++count}`;
    const draft = {
      kind: 'message',
      body,
      sender: by,
      recipient: to,
      clientId,
      digest: body,
      requestId: clientId,
    } as const;
    const { entry } = await sending.append(log(), { draft, after: undefined, admit: nothing, rate: undefined }, clock);
    waiting.push(entry);
    return entry;
  };
  const requestFor = ({ conversation, seq, sender }: Sent) => ({
    ...{ person: sender, position: { conversation, seq }, clientId: `${++count}`, requestId: `${count}` },
    origin: undefined,
  });

  const acts = {
    async send({ by, to }: Omit<Extract<Act, { act: 'send' }>, 'act'>) {
      const text = `secret ${++count}`;
      const { conversation, seq } = await append(by, to, text);
      sent.push({ conversation, seq, sender: by, texts: [text], deleted: false });
    },
    async change({ act, nth }: Extract<Act, { act: 'edit' | 'delete' | 'moderate' }>) {
      const message = sent[nth % sent.length];
      if (!message || message.deleted || gone.has(message.sender)) return;
      const text = `secret ${++count}`;
      if (act === 'edit') {
        message.texts.push(text);
        await changing.editMessage(parts(), { ...requestFor(message), body: text });
      } else {
        message.deleted = true;
        await (act === 'delete' ? changing.deleteMessage : changing.deleteAsModerator)(parts(), requestFor(message));
      }
      const tail = await log().tail(message.conversation);
      if (tail) waiting.push(tail);
    },
    async block({ act, by, to }: Extract<Act, { act: 'block' | 'unblock' }>) {
      if (by === to) return;
      await (act === 'block' ? blocking.block(parts(), by, to) : blocking.unblock(parts(), by, to));
      if (act === 'block') blocked.add(`${by} ${to}`);
      else blocked.delete(`${by} ${to}`);
    },
    async read({ by, to }: Extract<Act, { act: 'read' }>) {
      const tail = await log().tail(conversationOf(by, to));
      if (tail) await reading.markRead(parts(), { reader: by, peer: to, seq: tail.seq, origin: undefined });
    },
    /** What the request does of a deletion; the sweep does the rest. */
    async leave({ by }: Extract<Act, { act: 'leave' }>) {
      if (gone.size > 0) return;
      gone.add(by);
      const at = Date.now();
      const { deletions, users } = parts();
      await deletions.begin({ username: by, at });
      await ledger.note({ kind: 'deleted-account', username: by }, at);
      await users.leaveTombstone(by, at);
    },
    async project() {
      const entries = waiting;
      waiting = [];
      await projecting.project(entries, parts());
    },
  };

  return {
    acts,
    sent,
    blocked,
    gone,
    told,
    log,
    conversations: () => parts().conversations,
    users: () => parts().users,
    append,
    /** Does an act, a second after the one before. */
    async do(act: Act): Promise<void> {
      vi.setSystemTime(Date.now() + 1000);
      if ('by' in act && gone.has(act.by)) return;
      if ('to' in act && gone.has(act.to)) return;
      if (act.act === 'send') return acts.send(act);
      if (act.act === 'edit' || act.act === 'delete' || act.act === 'moderate') return acts.change(act);
      if (act.act === 'block' || act.act === 'unblock') return acts.block(act);
      if (act.act === 'read') return acts.read(act);
      if (act.act === 'leave') return acts.leave(act);
      return acts.project();
    },
    /**
     * Makes the tables of a copy, whose backups were of different moments. A table without one is left out.
     * @param to the moment in their names
     */
    async copyOut(to: number, moments: Partial<Record<TableVariable, number>>): Promise<void> {
      vi.setSystemTime(Date.now() + 1000);
      for (const [name, moment] of Object.entries(moments)) {
        const TargetTableName = nameBeside(name, new Date(to));
        const RestoreDateTime = new Date(moment);
        await client.send(
          new RestoreTableToPointInTimeCommand({ SourceTableName: name, TargetTableName, RestoreDateTime }),
        );
      }
    },
    /** Empties all tables, as those of a new account are. */
    async loseEverything(): Promise<void> {
      for (const variable of Object.keys(tables) as TableVariable[]) {
        const { partitionKey, sortKey }: KeySchema = tablesByVariable[variable];
        const names = [partitionKey.name, ...(sortKey ? [sortKey.name] : [])];
        for await (const page of copy.pagesOf(tables[variable]))
          for (const item of page) {
            const Key = Object.fromEntries(names.map((name) => [name, item[name]]));
            await dynamo.send(new DeleteCommand({ TableName: tables[variable], Key: Key as Record<string, never> }));
          }
      }
    },
    /** @param raises false: logs keep their generation @param dies at this step */
    async restore(to: number, { raises = true, dies = Infinity, fromCopies = false } = {}): Promise<void> {
      vi.setSystemTime(Date.now() + 1000);
      Object.assign(restoring, { raises, dies, steps: 0, isDone: false });
      told.recorded = await run.restoreTo({
        ...{ to: new Date(to), tables, client, itemsPerSecond: 1e6, endsSessions: false, keepsTables: false },
        ...{ deletesOrphans: false, fromCopies },
        functions: functions.functionsOf(lambda.client, { closing: CLOSING, consuming: CONSUMING }, nothing),
        services: () => parts() as never,
        recordedGeneration: told.recorded,
        settle: nothing,
        drain: acts.project,
        sleep: nothing,
        print: (line) => {
          restoring.step();
          if (line.startsWith('6.')) restoring.isDone = true;
        },
      });
    },
    /** True if a function writes: then people do. */
    canWrite: (): boolean => CLOSING.some((name) => lambda.variables(name)[RESTORING] === undefined),
    /** True if the last restore had come so far that a write stays. */
    isRestored: (): boolean => restoring.isDone,
    /** Empties the ledger. */
    async forget(): Promise<void> {
      for await (const page of copy.pagesOf(tables.LEDGER_TABLE))
        for (const { subject } of page) await remove(String(subject));
    },
    /** Returns all that the tables hold, as text. */
    async everything(): Promise<string> {
      let text = '';
      for (const table of Object.values(tables))
        for await (const page of copy.pagesOf(table)) text += JSON.stringify(page);
      return text;
    },
    conversationsThere: PEOPLE.flatMap((one, i) => PEOPLE.slice(i).map((other) => conversationOf(one, other))),
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
