/** The main screens in Turkish, and in a language that runs from right to left. */
import { type Locator, type Page, expect } from '@playwright/test';
import { turkish } from '#web/src/words/tr/catalog.ts';
import { type Person, picture, sendAs, test } from './person.ts';
import { roomNames, speakFromRightToLeft, speakTurkish } from './pseudo-language.ts';

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

interface Screen {
  readonly name: string;
  readonly path: string;
  /** What is in sight once the screen is drawn. */
  readonly has: (page: Page) => Locator;
}

const heading = (page: Page): Locator => page.locator('h1');
const DOOR: readonly Screen[] = [
  { name: 'sign-in', path: '/sign-in', has: heading },
  { name: 'sign-up', path: '/sign-up', has: heading },
];
/** @param me who looks @param peer whom they talk to */
const screensOf = (me: string, peer: string, post: string): readonly Screen[] => [
  { name: 'inbox', path: '/conversations', has: (page) => page.getByRole('link', { name: peer }) },
  { name: 'conversation', path: `/conversations/${peer}`, has: (page) => page.getByText('Bbb?') },
  { name: 'needs', path: '/needs', has: (page) => page.getByRole('article').getByText(titleOf(me)) },
  { name: 'post', path: post, has: (page) => page.getByText('Bbb bb bbbb.') },
  { name: 'new-post', path: '/needs/new', has: (page) => page.locator('form') },
  { name: 'people', path: '/people', has: (page) => page.getByRole('list').getByRole('link') },
  { name: 'profile', path: `/people/${peer}`, has: (page) => page.locator('h1', { hasText: peer }) },
  { name: 'settings', path: '/settings/appearance', has: (page) => page.locator('main [aria-pressed]') },
  { name: 'privacy', path: '/settings/privacy', has: (page) => page.getByRole('switch') },
];
/** What people write here is in no catalog. */
const titleOf = (name: string): string => `Zzz ${name}`;

/** Opens a conversation and a post, and returns the screens that show them. */
async function fill({ name, page }: Person, peer: string): Promise<readonly Screen[]> {
  await sendAs(peer, name, ['Aaaa.']);
  await sendAs(name, peer, ['Bbb?']);
  await sendAs(peer, name, ['Cc cc.', 'Dd.']);
  await page.goto('/needs/new');
  await page.getByLabel('What do you need?').fill(titleOf(name));
  await page.getByLabel('More about it').fill('Bbb bb bbbb.');
  await page.getByLabel('In return').fill('Ee e.');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('heading', { name: titleOf(name) }).last()).toBeVisible();
  return screensOf(name, peer, new URL(page.url()).pathname);
}

/** Opens each screen at a desk and on a phone, and looks at it. */
async function visit(person: Person, screens: readonly Screen[], look: (name: string) => Promise<void>): Promise<void> {
  const { page } = person;
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const { name, path, has } of screens) {
      await page.goto(path);
      await expect(has(page).filter({ visible: true }).first()).toBeVisible();
      expect.soft(await tooWide(page), `what is wider than its place in ${name} on a ${size}`).toEqual([]);
      await look(`${name}-${size}`);
    }
  }
}

/** Returns what scrolls sideways: the page itself, or what scrolls in it. */
const tooWide = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [document.scrollingElement ?? document.body, ...document.querySelectorAll('body *')]
      .filter((element, index) => index === 0 || /auto|scroll/.test(getComputedStyle(element).overflowX))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(
        ({ tagName, className, scrollWidth, clientWidth }) =>
          `${tagName} ${className}: ${scrollWidth} in ${clientWidth}`,
      ),
  );

test('lines that run from right to left turn each screen around', async ({ member, window }) => {
  const rami = await member('rtl-rami');
  const sara = await member('rtl-sara');
  const screens = await fill(rami, sara.name);
  const door = await window('nobody');
  for (const { page } of [rami, door]) await speakFromRightToLeft(page);

  await visit(door, DOOR, (name) => picture(door, `rtl-${name}`));
  await visit(rami, screens, (name) => picture(rami, `rtl-${name}`));

  await expect(rami.page.locator('html')).toHaveAttribute('dir', 'rtl');
});

/** The constant texts of a catalog by their places in it. */
function textsIn(texts: unknown, place = ''): readonly (readonly [place: string, text: string])[] {
  if (typeof texts === 'string') return [[place, texts]];
  if (typeof texts !== 'object' || texts === null) return [];
  return Object.entries(texts).flatMap(([name, text]) => textsIn(text, `${place}/${name}`));
}

/**
 * All English texts that are others in Turkish, and in no place one of the Turkish ones. Those that a need begins with
 * stand in posts of others, who write in their own language.
 */
async function englishAlone(): Promise<ReadonlySet<string>> {
  const rooms = await Promise.all(
    roomNames
      .filter((room) => room !== 'usual')
      .map(async (room) => {
        const module = (await import(`#web/src/words/${room}.ts`)) as object;
        return [room, Object.values(module)[0] as unknown] as const;
      }),
  );
  const inTurkish = new Set(textsIn(turkish.rooms).map(([, text]) => text));
  return new Set(textsIn(Object.fromEntries(rooms)).flatMap(([, text]) => (inTurkish.has(text) ? [] : text)));
}

/** Returns what is to be read in a window, or heard. */
const textsOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found = [document.title];
    for (const element of document.querySelectorAll('body *')) {
      if (!element.checkVisibility()) continue;
      for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'])
        found.push(element.getAttribute(name) ?? '');
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.nodeValue ?? '');
    }
    return [...new Set(found.map((text) => text.trim()))].filter((text) => text !== '');
  });

test('in Turkish, no text of the screens is English', async ({ member, window }) => {
  const ayla = await member('tr-ayla');
  const emre = await member('tr-emre');
  const screens = await fill(ayla, emre.name);
  const door = await window('nobody');
  for (const { page } of [ayla, door]) await speakTurkish(page);
  const english = await englishAlone();
  const seen = new Set<string>();
  const read = (person: Person) => async (name: string) => {
    const texts = await textsOn(person.page);
    for (const text of texts) seen.add(text);
    expect
      .soft(
        texts.filter((text) => english.has(text)),
        `English texts in ${name}`,
      )
      .toEqual([]);
    await picture(person, `tr-${name}`);
  };

  await visit(door, DOOR, read(door));
  await visit(ayla, screens, read(ayla));

  await expect(ayla.page.locator('html')).toHaveAttribute('lang', 'tr');
  const inTurkish = textsIn(turkish.rooms).filter(([, text]) => seen.has(text));
  expect(inTurkish.length, 'Turkish texts that were seen').toBeGreaterThan(150);
});
