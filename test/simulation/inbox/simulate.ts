/** A history of one person's inbox, over days; and its judge. */

import { conversationOf, messageId, peerOf } from '#contract/message-id.ts';
import type { ConversationRow, Preferences } from '#functions/core/conversation-row.ts';
import { headOf, nextEntry, sentCount, type Entry, type Head } from '#functions/core/entry.ts';
import { placeKeyOf } from '#functions/core/inbox/inbox-index.ts';
import {
  BEGINNING,
  listConversations,
  type InboxPosition,
  type InboxTotals,
  type Shown,
} from '#functions/core/inbox/list-conversations.ts';
import { relist, relistRead } from '#functions/core/inbox/relist.ts';
import { sectionOf, unreadWeight, type Row, type Summary } from '#functions/core/inbox/summary.ts';
import { project, repairHead } from '#functions/core/projection.ts';
import { message } from '../../functions/support/entries.ts';
import { memoryFiles } from '../../functions/support/memory-files.ts';
import { noFeed } from '../../functions/support/no-feed.ts';
import { Killed, createWorld, type Mutant, type Services, type World } from './world.ts';

/** What is promised: no conversation vanishes, none is listed twice, each is in its list and its place, and counted. */
export const VIOLATIONS = ['vanished', 'twice', 'misplaced', 'miscounted'] as const;
export type Violation = (typeof VIOLATIONS)[number];

const ME = 'ann';
const PEERS = ['ben', 'cat', 'dan', 'eve', 'fay', 'gus'] as const;
const ROUNDS = 14;
const ACTS_AT_ONCE = 5;
const HOUR_MS = 60 * 60_000;
/** How wrong the clock of a function is at most. */
const SKEW_MS = HOUR_MS / 4;
const LISTS: readonly Shown[] = ['all', 'conversations', 'unread', 'requests', 'archived'];
const PAGE = 3;

export async function simulate(seed: number, mutant: Mutant = (services) => services): Promise<ReadonlySet<Violation>> {
  const world = createWorld(seed, mutant);
  const history = new History(world);
  world.watch = () => history.lookForVanished();
  for (let round = 0; round < ROUNDS; round++) await history.round();
  await history.end();
  return history.broken;
}

class History {
  readonly broken = new Set<Violation>();
  readonly #world: World;
  /** Entries that the consumer has projected. The stream has the others: also one whose writer died unanswered. */
  readonly #projected = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Some acts at once, and then some time. */
  async round(): Promise<void> {
    const { random } = this.#world;
    await Promise.all(Array.from({ length: ACTS_AT_ONCE }, () => this.#act()));
    this.#world.pass(random.chance(0.5) ? random.between(0, HOUR_MS) : random.between(0, 40 * HOUR_MS));
  }

  async end(): Promise<void> {
    for (const peer of PEERS) await this.#consume(conversationOf(ME, peer), this.#world.immortal());
    await this.#judge();
    // Once each has its place, the lists are the same.
    this.#world.pass(50 * HOUR_MS);
    await this.#walk('all');
    await this.#judge();
    const isFresh = ({ peer, username }: { peer?: unknown; username?: unknown }): boolean =>
      username === `${ME}#inbox` && String(peer).startsWith('fresh#');
    if (this.#world.all('conversations').some(isFresh)) this.broken.add('misplaced');
  }

  /** At any moment, a conversation with a head has a mark or the place that its row names. */
  lookForVanished(): void {
    const items = this.#world.all('conversations');
    const keys = new Set(items.filter(({ username }) => username === `${ME}#inbox`).map(({ peer }) => peer));
    for (const { conversation, seq } of this.#world.all('messages')) {
      if (seq !== 0) continue;
      const peer = peerOf(String(conversation), ME);
      const row = items.find((item) => item['username'] === ME && item['peer'] === peer) ?? {};
      if (!keys.has(`fresh#${peer}`) && !keys.has(placeKeyOf(row))) this.broken.add('vanished');
    }
  }

  async #act(): Promise<void> {
    const { random } = this.#world;
    const peer = random.pick(PEERS);
    const services = this.#world.mortal();
    const acts: readonly (() => Promise<unknown>)[] = [
      () => this.#write(services, peer),
      () => this.#write(services, peer),
      () => this.#consume(conversationOf(ME, peer), services),
      () => this.#read(services, peer),
      () => this.#prefer(services, peer),
      () => this.#block(services, peer),
      () => this.#look(services, peer),
      () => this.#walk(random.pick(LISTS), services),
      () => this.#walk(random.pick(LISTS), services),
    ];
    await random
      .pick(acts)()
      .catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
  }

  async #write({ log, conversations }: Services, peer: string): Promise<void> {
    const { random } = this.#world;
    const [sender, recipient] = random.chance(0.6) ? [peer, ME] : [ME, peer];
    const at = this.#world.now() + random.between(-SKEW_MS, SKEW_MS);
    const tail = await log.tail(conversationOf(ME, peer));
    if (!tail) await conversations.open(ME, peer, at);
    const draft = message('Hi', { sender, recipient, ...(!tail && random.chance(0.5) && { request: true as const }) });
    const entry = nextEntry(tail, draft, Math.floor(at));
    if (!(await log.put(entry))) return;
    if (random.chance(0.5)) await this.#consume(entry.conversation, this.#world.mortal()).catch(() => undefined);
  }

  async #consume(conversation: string, services: Services): Promise<void> {
    const batch = this.#logOf(conversation).filter((entry) => !this.#projected.has(messageId(entry)));
    if (batch.length === 0) return;
    const failed = await project(batch, { ...noFeed(), ...memoryFiles(), ...services });
    if (failed.size > 0) return;
    for (const entry of batch) this.#projected.add(messageId(entry));
  }

  #logOf(conversation: string): readonly Entry[] {
    const entries = this.#world.all('messages') as unknown as readonly Entry[];
    return entries.filter((entry) => entry.conversation === conversation && entry.seq > 0);
  }

  /** Reading as `mark-read.ts` does; a client repeats what was not answered. */
  async #read(services: Services, peer: string): Promise<void> {
    const tail = await services.log.tail(conversationOf(ME, peer));
    if (!tail) return;
    const position = { readSeq: tail.seq, readCount: sentCount(peer, tail) };
    await this.#insist(services, async ({ conversations, ...rest }) => {
      const row = await conversations.advanceRead(ME, peer, position, this.#world.now());
      if (row) await relistRead({ conversations, ...rest }, row);
    });
  }

  async #prefer(services: Services, peer: string): Promise<void> {
    const { random } = this.#world;
    const [head] = await services.log.heads([conversationOf(ME, peer)]);
    if (!head) return;
    const change = random.pick<Preferences>([
      { pinned: random.chance(0.5) },
      { muted: random.chance(0.5) },
      { muted: true, mutedUntil: Math.floor(this.#world.now() + random.between(0, 30 * HOUR_MS)) },
      { archivedThrough: random.chance(0.7) ? head.lastMessage : 0 },
      { markedUnread: true },
      { declined: random.chance(0.5) },
    ]);
    await this.#insist(services, async (given) =>
      relist(given, await given.conversations.setPreferences(ME, peer, change, this.#world.now())),
    );
  }

  async #block(services: Services, peer: string): Promise<void> {
    const blocks = this.#world.random.chance(0.5);
    await this.#insist(services, async (given) => {
      const { conversations } = given;
      const row = blocks
        ? await conversations.block(ME, peer, this.#world.now())
        : await conversations.unblock(ME, peer);
      if (row) await relist(given, row);
    });
  }

  /** Opening a conversation repairs its head. */
  async #look(services: Services, peer: string): Promise<void> {
    const conversation = conversationOf(ME, peer);
    const [tail, [head]] = await Promise.all([services.log.tail(conversation), services.log.heads([conversation])]);
    await repairHead(services, conversation, head, tail?.seq ?? 0);
  }

  async #insist(services: Services, act: (services: Services) => Promise<void>): Promise<void> {
    try {
      await act(services);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      await act(this.#world.immortal());
    }
  }

  /** Reads a list to its end. A page has no conversation twice, whatever happens meanwhile. */
  async #walk(
    shown: Shown,
    services = this.#world.immortal(),
  ): Promise<{ items: Summary[]; totals?: InboxTotals | undefined }> {
    const items: Summary[] = [];
    let totals: InboxTotals | undefined;
    for (let position: InboxPosition | undefined = BEGINNING; position;) {
      const page = await listConversations(services, ME, position, { shown, limit: PAGE });
      if (new Set(page.items.map(({ peer }) => peer)).size < page.items.length) this.broken.add('twice');
      totals ??= page.totals;
      items.push(...page.items);
      position = page.next;
    }
    return { items, totals };
  }

  /** Compares every list with the logs and rows, while nothing else happens. */
  async #judge(): Promise<void> {
    const rows = this.#world.all('conversations') as unknown as readonly ConversationRow[];
    const known = PEERS.flatMap((peer) => {
      const newest = this.#logOf(conversationOf(ME, peer)).toSorted((one, other) => other.seq - one.seq)[0];
      const row: Row = rows.find(({ username, peer: of }) => username === ME && of === peer) ?? { username: ME, peer };
      return newest ? [{ peer, row, head: headOf(newest), section: sectionOf(ME, row, headOf(newest)) }] : [];
    });
    for (const shown of LISTS) {
      const { items, totals } = await this.#walk(shown);
      const expected = known.filter((one) => isIn(shown, one.section, one.row, one.head));
      // What a block or a function that died has left in a wrong list is found there, and right the next time.
      const [listed, wanted] = [items.map(({ peer }) => peer), expected.map(({ peer }) => peer)];
      if (new Set(listed).size < listed.length) this.broken.add('twice');
      if (wanted.some((peer) => !listed.includes(peer))) this.broken.add('vanished');
      if (listed.some((peer) => !wanted.includes(peer as never))) this.broken.add('misplaced');
      const order = expected.toSorted(
        (one, other) =>
          Number(other.section === 'pinned') - Number(one.section === 'pinned') ||
          other.head.lastMessageAt - one.head.lastMessageAt,
      );
      if (order.map(({ peer }) => peer).join() !== listed.join()) this.broken.add('misplaced');
      const counted = known.filter(
        ({ section, row }) => section !== 'archived' && !(section === 'request' && row.declined),
      );
      const isMuted = ({ muted, mutedUntil = Infinity }: Preferences) => muted && mutedUntil > this.#world.now();
      const requests = counted.filter(({ section }) => section === 'request');
      const unread = counted
        .filter(({ section }) => section !== 'request')
        .reduce((sum, { row, head }) => sum + (isMuted(row) ? 0 : unreadWeight(ME, row, head)), 0);
      if (totals?.unread !== unread || totals.requests !== requests.length) this.broken.add('miscounted');
    }
  }
}

function isIn(shown: Shown, section: string, row: Row, head: Head): boolean {
  switch (shown) {
    case 'all':
      return section !== 'archived';
    case 'conversations':
      return section !== 'archived' && section !== 'request';
    case 'unread':
      return (section === 'pinned' || section === 'unread') && unreadWeight(ME, row, head) > 0;
    case 'requests':
      return section === 'request';
    case 'archived':
      return section === 'archived';
  }
}
