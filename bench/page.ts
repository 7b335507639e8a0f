/**
 * Measures the page in Chromium: how long a conversation takes to open and a key takes to be drawn, among 50 messages
 * and among 5,000; how long a message takes into another window; and what the sign-in screen downloads.
 */
import { gzipSync } from 'node:zlib';
import { type Browser, type Page, chromium } from '@playwright/test';
import { chromiumPath } from '#test/browser/chromium.ts';
import { PASSWORD } from './constants.ts';
import { writeConversation } from './conversation.ts';
import { call } from './http.ts';
import { type Person, createPeople } from './person.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';

const READER = 'page-reader';
const LENGTHS = [50, 5_000] as const;
/** How often a conversation is opened, in turns with the others, each time on a new page. */
const OPENINGS = 7;
const KEYS = 60;
const SENDS = 30;
/** Times to scroll to the start, which loads a page each. */
const SCROLLS = 12;
const SCROLL_PAUSE_MS = 400;
const KEY_PAUSE_MS = 120;
const SEND_PAUSE_MS = 200;
/** How much slower the processor is made while keys are pressed. */
const CPU_SLOWDOWN = 4;
const LOOK_AGAIN_MS = 200;

interface ConversationTiming {
  readonly messages: number;
  /** From the click on the row of the inbox to the frame that shows the newest message. */
  readonly openMs: number;
  /** The most messages in the document while its reader scrolls up through it. */
  readonly rows: number;
  /** From a key to the frame that shows it, with the processor slowed down. */
  readonly keyP50Ms: number;
  readonly keyP95Ms: number;
}

interface PageTiming {
  readonly conversations: readonly ConversationTiming[];
  /** Scripts of the sign-in screen, compressed by gzip. */
  readonly firstLoadBytes: number;
  /** From Enter to the document of the other window. */
  readonly deliveryP50Ms: number;
}

export async function timePage(siteUrl: string): Promise<PageTiming> {
  const people = await createPeople(siteUrl, [READER, ...LENGTHS.map(peerOf)]);
  for (const person of people) person.close();
  const reader = people[0];
  if (!reader) throw new Error('Nobody was signed up.');
  for (const length of LENGTHS) await writeRead(siteUrl, reader, length);

  const browser = await chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const { page, firstLoadBytes } = await signedIn(browser, siteUrl, READER);
    const openings = LENGTHS.map((): number[] => []);
    progress('Opening conversations …');
    for (let turn = 0; turn < OPENINGS; turn++)
      for (const [index, length] of LENGTHS.entries()) {
        await page.goto(`${siteUrl}/conversations`);
        openings[index]?.push(await open(page, length));
      }
    const conversations: ConversationTiming[] = [];
    for (const [index, length] of LENGTHS.entries()) {
      await page.goto(`${siteUrl}/conversations`);
      await open(page, length);
      progress(`Scrolling and typing among ${length} messages …`);
      const rows = await mostRows(page);
      const keys = await keyTimes(page);
      const [keyP50Ms, keyP95Ms] = [percentile(keys, 0.5), percentile(keys, 0.95)];
      conversations.push({
        messages: length,
        openMs: percentile(openings[index] ?? [], 0.5),
        rows,
        keyP50Ms,
        keyP95Ms,
      });
    }
    progress('Sending to another window …');
    const other = await signedIn(browser, siteUrl, peerOf(LENGTHS[0]));
    const deliveryP50Ms = percentile(await deliveryTimes(page, other.page, siteUrl), 0.5);
    return { conversations, firstLoadBytes, deliveryP50Ms };
  } finally {
    await browser.close();
  }
}

export function printPage({ conversations, firstLoadBytes, deliveryP50Ms }: PageTiming): void {
  const table = createTable(12);
  console.log(table('messages', ['open ms', 'ratio', 'rows', 'key p50 ms', 'key p95 ms']));
  for (const { messages, openMs, rows, keyP50Ms, keyP95Ms } of conversations) {
    const ratio = openMs / (conversations[0]?.openMs ?? Number.NaN);
    console.log(
      table(String(messages), [digits(openMs), digits(ratio), String(rows), digits(keyP50Ms), digits(keyP95Ms)]),
    );
  }
  console.log(`\nScripts of the sign-in screen, gzip: ${firstLoadBytes} bytes`);
  console.log(`Enter to the other window, p50: ${digits(deliveryP50Ms)} ms`);
}

const peerOf = (length: number): string => `page-${length}`;

/** Writes a conversation of this length, which the reader has read. */
async function writeRead(siteUrl: string, { token }: Person, length: number): Promise<void> {
  progress(`Writing ${length} messages …`);
  const peer = peerOf(length);
  const textOf = (seq: number): string => `Message ${seq}. ${'And some words more. '.repeat(seq % 4)}`;
  await writeConversation(siteUrl, { sender: peer, recipient: READER, count: length, textOf });
  const { apiUrl } = await call<{ apiUrl: string }>('GET', `${siteUrl}/config.json`);
  const lastSeq = async (): Promise<number> =>
    (await call<{ lastSeq: number }>('GET', `${apiUrl}/conversations/${peer}`, { token })).lastSeq;
  while ((await lastSeq()) < length) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  await call('POST', `${apiUrl}/conversations/${peer}/read`, { token, body: { seq: length } });
}

async function signedIn(browser: Browser, siteUrl: string, name: string) {
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const scripts: string[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.url());
  });
  await page.goto(`${siteUrl}/sign-in`);
  const password = page.getByLabel('Password', { exact: true });
  await password.waitFor();
  const sizes = scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length);
  const firstLoadBytes = (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
  await page.getByLabel('Username or email address').fill(name);
  await password.fill(PASSWORD);
  await password.press('Enter');
  await page.getByRole('heading', { name: 'Messages' }).waitFor();
  return { page, firstLoadBytes };
}

/** @returns the time from the click to the frame with the newest message, in milliseconds */
async function open(page: Page, length: number): Promise<number> {
  const row = page.locator(`a[href="/conversations/${peerOf(length)}"]`);
  await row.waitFor();
  return row.evaluate(async (link: HTMLElement, seq) => {
    const start = performance.now();
    link.click();
    while (!document.querySelector(`[data-seq="${seq}"]`)) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - start;
  }, length);
}

async function mostRows(page: Page): Promise<number> {
  let most = 0;
  for (let turn = 0; turn < SCROLLS; turn++) {
    const rows = await page.evaluate(() => {
      document.querySelector('[role="region"]')?.scrollTo(0, 0);
      return document.querySelectorAll('[data-key]').length;
    });
    most = Math.max(most, rows);
    await page.waitForTimeout(SCROLL_PAUSE_MS);
  }
  return most;
}

async function keyTimes(page: Page): Promise<number[]> {
  const composer = page.getByRole('textbox', { name: 'Message to' });
  await composer.evaluate((box) => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    box.addEventListener('keydown', ({ timeStamp }) =>
      requestAnimationFrame(() => {
        // A task that is queued before the frame is painted runs behind it.
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => times.push(performance.now() - timeStamp));
        port1.start();
        port2.postMessage(undefined);
      }),
    );
  });
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await composer.focus();
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press('a');
    await page.waitForTimeout(KEY_PAUSE_MS);
  }
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await composer.fill('');
  return page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);
}

async function deliveryTimes(receiver: Page, sender: Page, siteUrl: string): Promise<number[]> {
  await receiver.goto(`${siteUrl}/conversations/${peerOf(LENGTHS[0])}`);
  await sender.goto(`${siteUrl}/conversations/${READER}`);
  const composer = sender.getByRole('textbox', { name: 'Message to' });
  await composer.waitFor();
  await receiver.locator(`[data-seq="${LENGTHS[0]}"]`).waitFor();
  const times: number[] = [];
  for (let turn = 1; turn <= SENDS; turn++) {
    const text = `Delivery ${turn}`;
    await composer.fill(text);
    const seen = receiver.waitForFunction(
      (wanted) =>
        document.querySelector('[role="region"]')?.textContent.includes(wanted) &&
        performance.timeOrigin + performance.now(),
      text,
      { polling: 'raf' },
    );
    const sent = await composer.evaluate((box) => {
      const at = performance.timeOrigin + performance.now();
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      return at;
    });
    times.push(Number(await (await seen).jsonValue()) - sent);
    await sender.waitForTimeout(SEND_PAUSE_MS);
  }
  return times;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}
