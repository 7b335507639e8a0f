/** A long conversation: where it opens, and that it keeps its scroll position while older messages load. */
import { expect } from '@playwright/test';
import { find, messagesOf, openRow, picture, rowOf, sendAs, sent, test } from './person.ts';
import { scrollBy } from './scrolling.ts';

const numbered = (from: number, to: number): string[] =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => `Message number ${from + index}.${' And some words more, to fill a line or two.'.repeat(index % 3)}`,
  );

test('older messages load while scrolling up, and nothing jumps', async ({ member }) => {
  const greta = await member('greta');
  const hugo = await member('hugo');
  await sendAs(greta.name, hugo.name, numbered(1, 60));
  await find(hugo, greta.name);
  const messages = hugo.page.getByRole('region', { name: `Messages with ${greta.name}` });
  const newest = messages.getByText('Message number 60.');
  // The position that was read to is sent a moment later.
  const read = hugo.page.waitForResponse(/\/read$/);
  await hugo.page.getByRole('button', { name: '60 new messages' }).click();
  await expect(newest).toBeInViewport();
  await expect(hugo.page).not.toHaveTitle(/^\(/);
  await read;
  await hugo.page.reload();
  await expect(newest).toBeInViewport();
  await expect(messages.getByText('Message number 1.')).not.toBeAttached();

  // A visible message does not move while a page is loaded above it, however long that takes.
  const beginning = messages.getByText('This is the beginning of');
  for (let turn = 0; turn < 200 && !(await beginning.isVisible()); turn++) await scrollBy(hugo.page, -500);

  await expect(beginning).toBeVisible();
  const shown = await messages.getByRole('listitem').filter({ hasText: 'Message number' }).allInnerTexts();
  expect(shown.map((text) => Number(/number (\d+)\./.exec(text)?.[1]))).toEqual(
    Array.from({ length: 60 }, (_, index) => index + 1),
  );

  await sendAs(greta.name, hugo.name, ['Something newer.']);
  await expect(hugo.page.getByRole('button', { name: '1 new message' })).toBeVisible();
  await picture(hugo, 'history-jump-to-latest');
  await hugo.page.getByRole('button', { name: '1 new message' }).click();
  await expect(messages.getByText('Something newer.')).toBeInViewport();
});

test('a conversation opens at the first unread message', async ({ member }) => {
  const irene = await member('irene');
  const jonas = await member('jonas');
  await sendAs(irene.name, jonas.name, numbered(1, 14));
  await expect(rowOf(jonas, irene.name)).toHaveAccessibleName(/14 unread messages/);

  await openRow(jonas, irene.name);

  await expect(jonas.page.getByText('New messages', { exact: true })).toBeInViewport();
  await expect(jonas.page.getByText('Message number 1.', { exact: true })).toBeInViewport();
  await expect(
    jonas.page.getByRole('region', { name: 'Messages with' }).getByText('Message number 14.'),
  ).not.toBeInViewport();
  await picture(jonas, 'history-first-unread');
  await expect(jonas.page).toHaveTitle(/^\(14\)/);

  await jonas.page.getByRole('button', { name: '14 new messages' }).click();

  await expect(jonas.page).not.toHaveTitle(/^\(/);
});

test('a quote leads to its message', async ({ member }) => {
  const karl = await member('karl');
  const lotte = await member('lotte');
  const { page } = karl;
  await sendAs(lotte.name, karl.name, ['Where is the key?', ...numbered(2, 14)]);
  await expect(rowOf(karl, lotte.name)).toHaveAccessibleName(/14 unread messages/);
  await openRow(karl, lotte.name);
  const messages = messagesOf(karl);
  const question = messages.getByRole('listitem').filter({ hasText: 'Where is the key?' }).first();
  await question.getByRole('button', { name: 'Message actions' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  await karl.say('On my desk');
  await sent(karl, 'On my desk');
  await expect(messages.getByText('On my desk')).toBeInViewport();
  await expect(question).not.toBeInViewport();

  await messages.getByRole('button', { name: 'Go to message' }).click();

  await expect(question).toBeInViewport();
  await expect(question).toBeFocused();
  // Messages that scroll under the pointer show their times one after another.
  await page.mouse.move(0, 0);
  await picture(karl, 'history-quote-shown');
});

test('a text is found from the keyboard and by touch, and opens at its place', async ({ member }) => {
  const umay = await member('umay', { hasTouch: true });
  const volkan = await member('volkan');
  const texts = numbered(1, 80).with(2, 'Yarın İstanbul’a gidiyorum, merdiveni getiririm.');
  await sendAs(umay.name, volkan.name, texts);
  const { page } = umay;
  await find(umay, volkan.name);
  const messages = page.getByRole('region', { name: 'Messages with' });
  const place = messages.getByText('İstanbul’a');
  await expect(messages.getByText('Message number 80.')).toBeInViewport();
  await expect(place).not.toBeAttached();

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('istanbul');
  const texted = page.getByRole('group', { name: 'In this conversation' }).getByRole('option');
  await expect(texted).toHaveAttribute('aria-selected', 'true');
  await picture(umay, 'switcher-texts-light');
  await page.keyboard.press('Enter');

  await expect(place).toBeInViewport();
  await expect(page.locator('[data-seq="3"]')).toBeFocused();

  await page.setViewportSize({ width: 390, height: 780 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Conversation actions' }).tap();
  await page.getByRole('button', { name: 'Search in this conversation' }).tap();
  await page.getByRole('combobox').fill('number words');
  await expect(page.getByRole('option')).toHaveCount(50);
  await picture(umay, 'phone-search-dark');
  await page.getByRole('button', { name: 'Search further back' }).tap();
  await expect(page.getByRole('option')).toHaveCount(52);
  await page.getByRole('option').filter({ hasText: 'Message number 44.' }).tap();
  await expect(messages.getByText('Message number 44.')).toBeInViewport();
});
