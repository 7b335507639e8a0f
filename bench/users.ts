/** Measures the list of all people: a client reads it whole at sign-in, page by page. */
import { initialOf } from '#contract/user-name.ts';
import { usageBetween } from '#local/usage/meter.ts';
import { costOf } from './cost.ts';
import { call } from './http.ts';
import { settledUsage } from './local-usage.ts';
import { createPeople } from './person.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';
import { openTables } from './tables.ts';

/** The most on a page. */
const PAGE = 100;
const SAMPLES = 9;
const WARM_UP = 2;

export interface UserListTiming {
  readonly people: number;
  readonly pages: number;
  /** Of the whole list. */
  readonly p50Ms: number;
  readonly awsCalls: number;
  readonly readUnits: number;
}

/** Lists everybody, with so many more people than there are. */
export async function timeUserList(siteUrl: string, more: number): Promise<UserListTiming> {
  progress(`Writing ${more} people …`);
  const [reader] = await createPeople(siteUrl, ['list-reader']);
  if (!reader) throw new Error('Nobody signed up.');
  const { apiUrl, webSocketUrl } = await call<{ apiUrl: string; webSocketUrl: string }>(
    'GET',
    `${siteUrl}/config.json`,
  );
  const write = await openTables(webSocketUrl);
  const createdAt = Date.now();
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const profiles = Array.from({ length: more }, (_, index) => {
    const username = `${letters[index % letters.length]}-person-${index}`;
    return { initial: initialOf(username), username, displayName: username, createdAt };
  });
  await write('Users', profiles);

  progress('Reading the list of people …');
  const list = async (): Promise<{ people: number; pages: number }> => {
    let [people, pages, cursor] = [0, 0, ''];
    do {
      const path = `/users?limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = await call<{ items: readonly unknown[]; next?: string }>('GET', apiUrl + path, {
        token: reader.token,
      });
      people += page.items.length;
      pages += 1;
      cursor = page.next ?? '';
    } while (cursor);
    return { people, pages };
  };
  const times: number[] = [];
  for (let sample = -WARM_UP; sample < SAMPLES; sample++) {
    const start = performance.now();
    await list();
    if (sample >= 0) times.push(performance.now() - start);
  }
  const before = await settledUsage(siteUrl);
  const listed = await list();
  const { awsCalls, readUnits } = costOf(usageBetween(before, await settledUsage(siteUrl)));
  reader.close();
  if (listed.people < more) throw new Error(`The list has ${listed.people} people instead of ${more} or more.`);
  const p50Ms = times.sort((one, other) => one - other)[Math.floor(SAMPLES / 2)] ?? Number.NaN;
  return { ...listed, p50Ms, awsCalls, readUnits };
}

export function printUserList({ people, pages, p50Ms, awsCalls, readUnits }: UserListTiming): void {
  const table = createTable(14);
  console.log(table('people', ['pages', 'p50 ms', 'AWS calls', 'read units']));
  console.log(table(String(people), [String(pages), digits(p50Ms), String(awsCalls), String(readUnits)]));
}
