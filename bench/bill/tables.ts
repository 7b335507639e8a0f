/** The tables and figures of docs/cost.md. */
import { COST_COLUMNS, costCells, costOfCounts, FLOOR_DOLLARS, MESSAGE_BUDGET } from '../cost.ts';
import { dollars, figure, markdownTable } from '../markdown.ts';
import { type Billed, type Price, PRICES } from '../price-list.ts';
import { PROFILE } from '../profile.ts';
import { add, dollarsFor, dollarsOf, entriesOf, type Quantities, quantitiesOf } from '../quantities.ts';
import { copiesOf, feedDay, HABITS, idleHour, inboxDay, idleWork, monthOf, personOf, scansOf } from './month.ts';
import type { Act, Recorded } from './stage.ts';

const MILLION = 1_000_000;
const SIZES = [100, 10_000, MILLION];

/** What each act is called, in the order of the table. */
const ACT_NAMES: Readonly<Record<Act, string>> = {
  message: 'a message of 200 bytes, alone',
  messageInBurst: 'the same, a hundred at once',
  messageInline: 'with `notify` on `inline`: the same, alone',
  messageInlineInBurst: 'the same, a hundred at once',
  firstMessage: 'the first message to somebody',
  photo: 'a photo of 300 KB, its message and one look at it',
  push: 'a push, besides its message',
  openPage: 'the page is opened, a conversation in it, and closed',
  ping: 'a ping',
  readPosts: 'the list of posts, 50 of as many people',
  readPostsNearby: 'the same around a place',
  readPost: 'one post',
  publishPost: 'a post is published',
  postNotice: 'one open page is told of it',
  signUp: 'a sign-up, with the first sign-in and a socket',
  signIn: 'a sign-in',
  sweep: 'the hourly sweep, with nothing to do',
  accountExport: 'the nightly export of 100 accounts',
  accountExportDone: 'a look whether it is done',
};

export interface Bill {
  readonly recorded: Recorded;
  /** As `standingOf` returns it. */
  readonly standing: Quantities;
  /** As `unsureOf` returns it. */
  readonly unsure: Quantities;
}

/** Returns what each act costs, beside the floor and the budget of a message. */
function actsTable({ recorded }: Pick<Bill, 'recorded'>): string {
  const rows = (Object.keys(ACT_NAMES) as Act[]).map((act) => {
    const counts = recorded.acts[act];
    const whole = MILLION * dollarsOf(quantitiesOf(counts));
    return [ACT_NAMES[act], ...costCells(costOfCounts(counts)), whole.toFixed(2)];
  });
  const limits = [
    ['budget of a message', ...costCells(MESSAGE_BUDGET), ''],
    ['floor, with the id in the notification and a `GET`', ...costCells({ dollarsPerMillion: FLOOR_DOLLARS.id }), ''],
    ['floor, with the text in the notification', ...costCells({ dollarsPerMillion: FLOOR_DOLLARS.text }), ''],
  ];
  const wholes: Readonly<Record<string, Quantities>> = {
    'an hour of an open page, idle': idleHour(recorded),
    'a conversation of a day, in the inbox of one person': inboxDay(),
    'a day of one person with the feed': feedDay(recorded),
  };
  const sums = Object.entries(wholes).map(([what, quantities]) => [
    what,
    ...COST_COLUMNS.map(() => ''),
    (MILLION * dollarsOf(quantities)).toFixed(2),
  ]);
  const heads = ['once', ...COST_COLUMNS, 'with CloudFront'];
  return markdownTable(heads, [...rows.slice(0, 4), ...limits, ...rows.slice(4), ...sums]);
}

const nobody = ({ recorded, standing }: Bill): Quantities => add([1, standing], [1, idleWork(recorded)]);

/** Returns what months cost in all. */
function summaryTable(bill: Bill): string {
  const months = [
    ['nobody', nobody(bill)] as const,
    ...SIZES.map((people) => [`${figure(people)} people`, monthOf(people, bill.recorded, bill.standing)] as const),
  ];
  const rows = months.map(([who, month]) => [who, dollars(dollarsOf(month)), `**${dollars(dollarsOf(month, true))}**`]);
  return markdownTable(['a month of', 'list price', 'less what is free'], rows);
}

/** Returns a month in which nobody is there. */
function nobodyTable(bill: Bill): string {
  const rowsOf = (quantities: Quantities): string[][] =>
    entriesOf(quantities)
      .filter(([, quantity]) => quantity > 0)
      .map(([billed, quantity]) => {
        const { unit }: Price = PRICES[billed];
        const prices = [dollarsFor(billed, quantity), dollarsFor(billed, quantity, true)];
        return [nameOf(billed), `${figure(quantity)} ${unit}`, ...prices.map(dollars)];
      });
  const month = nobody(bill);
  const sum = [dollarsOf(month), dollarsOf(month, true)].map((value) => `**${dollars(value)}**`);
  const unsure = rowsOf(bill.unsure).map(([name = '', ...cells]) => [`not in the sum: ${name}, if they are`, ...cells]);
  const heads = ['a month of nobody', 'units', 'list price', 'less what is free'];
  return markdownTable(heads, [...rowsOf(month), ['**sum**', '', ...sum], ...unsure]);
}

/** Returns what one person is assumed to do in a month. */
function habitsTable(): string {
  const { days, hoursPerDay } = HABITS;
  const perMonth: Readonly<Record<string, number>> = {
    'hours with the page open': days * hoursPerDay,
    'times that it is opened': days * HABITS.openingsPerDay,
    'messages sent': days * hoursPerDay * PROFILE.messagesPerHour,
    'conversations begun': HABITS.conversationsBegun,
    'conversations of a day, of all days': days * HABITS.conversationsPerDay,
    'photos sent': HABITS.photos,
    'pushes that tell of messages': HABITS.pushes,
    'times that the list of posts is read': days * HABITS.listsPerDay,
    'the same around a place': days * HABITS.nearbyListsPerDay,
    'posts opened': days * HABITS.postsPerDay,
    'posts published': HABITS.postsPublished,
    'sign-ins': HABITS.signIns,
    'sign-ups': HABITS.signUps,
    'mails of codes': HABITS.mails,
  };
  return markdownTable(
    ['one person in a month', ''],
    Object.entries(perMonth).map(([what, times]) => [what, figure(times)]),
  );
}

/** Returns a month of a hundred, ten thousand and a million people, by service. */
function monthTable({ recorded, standing }: Bill): string {
  const months = SIZES.map((people) => ({ people, quantities: monthOf(people, recorded, standing) }));
  const services = [...new Set(Object.values<Price>(PRICES).map(({ service }) => service))];
  const rows = services
    .map((service) => ({ service, costs: months.map(({ quantities }) => dollarsOf(ofService(service, quantities))) }))
    .filter(({ costs }) => costs.some((cost) => cost > 0))
    .map(({ service, costs }) => [service, ...costs.map(dollars)]);
  const sums = months.map(({ quantities }) => `**${dollars(dollarsOf(quantities))}**`);
  const rest = months.map(({ quantities }) => `**${dollars(dollarsOf(quantities, true))}**`);
  const each = months.map(({ people, quantities }) => `$${(dollarsOf(quantities, true) / people).toPrecision(2)}`);
  return markdownTable(
    ['a month of', ...SIZES.map((people) => `${figure(people)} people`)],
    [...rows, ['**list price**', ...sums], ['**less what is free**', ...rest], ['of that, each person', ...each]],
  );
}

/** Returns what is billed for what people do, a thousand of them each. */
function personTable({ recorded }: Bill): string {
  const parts = SIZES.map((people) => personOf(recorded, people));
  const rows = Object.keys(parts[0] ?? {}).map((what) => [
    what,
    ...parts.map((person) => dollars(1_000 * dollarsOf(person[what] ?? {}))),
  ]);
  return markdownTable(['a month of 1,000 people', ...SIZES.map((people) => `of ${figure(people)}`)], rows);
}

/** Returns what the largest parts of a month are, the largest first. */
function largestTable({ recorded, standing }: Bill): string {
  const rows = SIZES.map((people) => {
    const quantities = monthOf(people, recorded, standing);
    const total = dollarsOf(quantities, true);
    const parts = entriesOf(quantities)
      .map(([billed, quantity]) => ({ billed, share: dollarsFor(billed, quantity, true) / total }))
      .sort((one, other) => other.share - one.share)
      .slice(0, 4);
    return [`${figure(people)} people`, ...parts.map(({ billed, share }) => `${nameOf(billed)}: ${percent(share)}`)];
  });
  return markdownTable(['a month of', 'first', 'second', 'third', 'fourth'], rows);
}

/** Returns what parts of a month cost that are not needed to talk. Those besides are not in the table of the month. */
function partsTable({ recorded, standing }: Bill): string {
  const parts: Readonly<Record<string, (month: Quantities, people: number) => Quantities>> = {
    'alarms and dashboard': ({ alarmMetric = 0, dashboard = 0 }) => ({ alarmMetric, dashboard }),
    'logs, kept for a month': ({ logGb = 0, storedLogGb = 0 }) => ({ logGb, storedLogGb }),
    'restoring tables to any second': ({ backupGb = 0 }) => ({ backupGb }),
    'a web ACL (`webAclArn`), besides': ({ viewerRequest = 0 }) => ({ ...WEB_ACL, aclRequest: viewerRequest }),
    'scanning of files (`scanUploadsFrom`), besides': (_, people) => scansOf(people),
    'copies in another region (`backupVaultArn`, `replicaBucketArn`), besides': copiesOf,
  };
  const months = SIZES.map((people) => [monthOf(people, recorded, standing), people] as const);
  const rows = Object.entries(parts).map(([name, part]) => [
    name,
    ...months.map((month) => dollars(dollarsOf(part(...month)))),
  ]);
  return markdownTable(['part, at list price', ...SIZES.map((people) => `${figure(people)} people`)], rows);
}

/** The one that `lib/edge-stack.ts` makes. */
const WEB_ACL: Quantities = { webAcl: 1, aclRule: 2 };

/** Returns the table of prices. */
function pricesTable(): string {
  const rows = Object.values<Price>(PRICES).map(
    ({ service, what, dollars: price, per, unit, certainty, free, source }) => [
      `[${service}](${source}), ${what}`,
      `$${price}${per === 1 ? '' : ' a million'}`,
      unit,
      free === undefined ? '' : figure(free),
      certainty,
    ],
  );
  return markdownTable(['what', 'price', 'unit', 'free each month', 'certainty'], rows);
}

/** Returns all tables, by the name that marks each in the page. */
export const tablesOf = (bill: Bill): Readonly<Record<string, string>> => ({
  summary: summaryTable(bill),
  nobody: nobodyTable(bill),
  habits: habitsTable(),
  month: monthTable(bill),
  person: personTable(bill),
  largest: largestTable(bill),
  parts: partsTable(bill),
  acts: actsTable(bill),
  prices: pricesTable(),
});

/**
 * Puts each table between its marks: `<!-- table: month -->` and `<!-- end -->`.
 * @throws {Error} where the page has no place for one
 */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const place = new RegExp(`(<!-- table: ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`The page has no place for the table ${name}.`);
    return text.replace(place, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`);
  }, page);
}

/** Returns the sentence of README.md. */
export function sentenceOf(bill: Bill): string {
  const idle = nobody(bill);
  const thousands = dollarsOf(monthOf(10_000, bill.recorded, bill.standing), true);
  return (
    `Deployed, it costs [${dollars(dollarsOf(idle, true))} a month](docs/cost.md) while nobody is there ` +
    `(${dollars(dollarsOf(idle))} at list price), and ${dollars(Math.round(thousands)).slice(0, -3)} for 10,000 people.`
  );
}

/** Puts the sentence in the place of the one before. */
export const withSentence = (readme: string, sentence: string): string =>
  readme.replace(/Deployed, it costs .+? for [\d,]+ people\./, () => sentence);

const nameOf = (billed: Billed): string => `${PRICES[billed].service}, ${PRICES[billed].what}`;
const percent = (share: number): string => `${Math.round(100 * share)} %`;

const ofService = (service: string, quantities: Quantities): Quantities =>
  Object.fromEntries(entriesOf(quantities).filter(([billed]) => PRICES[billed].service === service));
