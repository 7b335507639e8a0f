/**
 * Measures what a notice costs with a thousand sockets that watch the feed: one person publishes a post, and everybody
 * who watches is told.
 */
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { SUBPROTOCOL, BEARER_PREFIX } from '#contract/handshake.ts';
import { type Usage, usageBetween } from '#local/usage/meter.ts';
import { type Cost, COST_COLUMNS, costCells, costOf, operationsOf } from './cost.ts';
import { call } from './http.ts';
import { settledUsage } from './local-usage.ts';
import { createPeople } from './person.ts';
import { counting, progress } from './progress.ts';
import { createTable, digits } from './table.ts';

const SOCKETS = 1_000;
/** A person may have ten sockets, and has one already. */
const SOCKETS_OF_A_PERSON = 9;
/** Handshakes under way at once. */
const AT_ONCE = 10;

interface Watching {
  readonly sockets: readonly WebSocket[];
  /** Sockets that are told; the others were answered to poll. */
  readonly live: number;
  /** When each notice arrived, by `performance.now()`. */
  readonly arrivals: readonly number[];
}

export interface NoticeCost extends Cost {
  readonly watchers: number;
  /** Sockets beyond the limit of their shard: they poll. */
  readonly polling: number;
  readonly notices: number;
  /** From the request that publishes until the first and the last notice. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly operations: string;
}

export async function measureNotice(siteUrl: string): Promise<NoticeCost> {
  const { apiUrl, webSocketUrl } = await call<{ apiUrl: string; webSocketUrl: string }>(
    'GET',
    `${siteUrl}/config.json`,
  );
  const names = Array.from({ length: Math.ceil(SOCKETS / SOCKETS_OF_A_PERSON) }, (_, i) => `watcher-${i}`);
  const [author, ...people] = await createPeople(siteUrl, ['notice-author', ...names]);
  if (!author) throw new Error('Nobody signed up.');
  const tokens = people.flatMap(({ token }) => Array.from({ length: SOCKETS_OF_A_PERSON }, () => token));
  const { sockets, live, arrivals } = await watch(webSocketUrl, tokens.slice(0, SOCKETS));

  progress('Publishing to those who watch …');
  const before = await settledUsage(siteUrl);
  const start = performance.now();
  const body = { clientId: randomUUID(), kind: 'need', title: 'A ladder for an hour', category: 'things' };
  await call('POST', `${apiUrl}/posts`, { token: author.token, body });
  const used = noticesIn(usageBetween(before, await settledUsage(siteUrl)));
  const times = arrivals.map((at) => at - start);

  for (const socket of sockets) socket.close();
  for (const person of [author, ...people]) person.close();
  return {
    ...costOf(used),
    watchers: live,
    polling: sockets.length - live,
    notices: arrivals.length,
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
    operations: operationsOf(used),
  };
}

export function printNotice(cost: NoticeCost): void {
  const { watchers, polling, notices, firstMs, lastMs, operations } = cost;
  const table = createTable(24);
  console.log(table('a notice', [...COST_COLUMNS]));
  console.log(`${table(`${watchers} watchers`, costCells(cost))}   ${operations}`);
  console.log(`${notices} notices, the first after ${digits(firstMs)} ms, the last after ${digits(lastMs)} ms;`);
  console.log(`${polling} sockets more were answered to poll.`);
}

const noticesIn = (usage: Usage): Usage => usage.filter(({ route }) => route.includes('Notifier'));

/** Opens a socket for each access token, and has each of them watch the whole feed. */
export async function watch(webSocketUrl: string, tokens: readonly string[]): Promise<Watching> {
  const arrivals: number[] = [];
  const sockets: WebSocket[] = [];
  let live = 0;
  const open = (token: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(webSocketUrl, [SUBPROTOCOL, BEARER_PREFIX + token]);
      sockets.push(socket);
      socket.on('error', reject).on('open', () => socket.send('{"action":"feed"}'));
      socket.on('message', (data) => {
        const frame = JSON.parse((data as Buffer).toString()) as { readonly type: string; readonly poll?: boolean };
        if (frame.type === 'posts') arrivals.push(performance.now());
        if (frame.type !== 'watching') return;
        if (!frame.poll) live++;
        resolve();
      });
    });
  const show = counting('sockets', tokens.length);
  for (let first = 0; first < tokens.length; first += AT_ONCE) {
    await Promise.all(tokens.slice(first, first + AT_ONCE).map(open));
    show(sockets.length);
  }
  return { sockets, live, arrivals };
}
