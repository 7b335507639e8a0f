/** What selecting and copying messages gives. */
import { type Page, expect } from '@playwright/test';
import { find, messagesOf, picture, sendAs, sent, test } from './person.ts';

/** Selects from the middle of one text to the middle of another, and copies by the keyboard. */
async function copy(page: Page, from: readonly [string, number], to: readonly [string, number]): Promise<string> {
  await page.evaluate(
    ([[startText, start], [endText, end]]) => {
      const nodeOf = (text: string): Node => {
        const texts = document.createTreeWalker(
          document.querySelector('[role="region"]') as Node,
          NodeFilter.SHOW_TEXT,
        );
        while (texts.nextNode()) if (texts.currentNode.textContent === text) return texts.currentNode;
        throw new Error(`There is no text ${text}`);
      };
      getSelection()?.setBaseAndExtent(nodeOf(startText), start, nodeOf(endText), end);
    },
    [from, to] as const,
  );
  await page.keyboard.press('Control+C');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('copying several messages copies what was said, and by whom', async ({ member }) => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const ottilie = await member('ottilie', { permissions });
  const pavel = await member('pavel');
  await sendAs(pavel.name, ottilie.name, ['The first one', 'Two\n  lines']);
  await find(ottilie, pavel.name);
  await ottilie.say('My answer');
  await sent(ottilie, 'My answer');
  await sendAs(pavel.name, ottilie.name, ['The last one']);
  const { page } = ottilie;
  const messages = messagesOf(ottilie);
  await expect(messages.getByText('The last one')).toBeVisible();
  await messages.focus();

  const several = await copy(page, ['The first one', 4], ['The last one', 8]);
  const selected = await page.evaluate(() => getSelection()?.toString());
  const part = await copy(page, ['Two\n  lines', 1], ['Two\n  lines', 8]);
  await messages.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  const all = await page.evaluate(() => navigator.clipboard.readText());

  expect(several).toBe('pavel: first one\npavel: Two\n  lines\nottilie: My answer\npavel: The last');
  expect(selected).not.toMatch(/Sent|Read|\d:\d|You|pavel|ottilie/);
  expect(part).toBe('wo\n  li');
  expect(all).toBe('pavel: The first one\npavel: Two\n  lines\nottilie: My answer\npavel: The last one');
});

test('part of one message is selected and copied exactly, by the keyboard too', async ({ member }) => {
  const quirin = await member('quirin', { permissions: ['clipboard-read', 'clipboard-write'] });
  const rosa = await member('rosa');
  await sendAs(rosa.name, quirin.name, ['Some words to choose from']);
  await find(quirin, rosa.name);
  const { page } = quirin;
  await expect(page.getByRole('region', { name: 'Messages with' }).getByText('Some words')).toBeVisible();
  await page.getByRole('region', { name: 'Messages with' }).focus();

  await copy(page, ['Some words to choose from', 5], ['Some words to choose from', 10]);
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+C');

  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('words to');
});

const FORMATTED = [
  'A *bold* word, an _italic_ one, ~~no~~ and `npm start`: https://example.org/a_b_c',
  '```ts\nconst answer = 42;\n```',
  '> Where is the ladder?\nIn the *shed*. Bring:',
  '- gloves\n- a rope\n1. up\n2. down',
].join('\n');

test('what is formatted is drawn so, and copied as it was typed', async ({ member }) => {
  const ulla = await member('format-ulla', { permissions: ['clipboard-read', 'clipboard-write'] });
  const viktor = await member('format-viktor', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await find(ulla, viktor.name);
  await find(viktor, ulla.name);
  await ulla.composer.fill(FORMATTED);
  await ulla.composer.press('Enter');
  const messages = ulla.page.getByRole('region', { name: 'Messages with' });
  await expect(messages.locator('strong').first()).toHaveText('bold');
  const received = viktor.page.getByRole('region', { name: 'Messages with' });
  await expect(received.locator('code').last()).toHaveText('const answer = 42;');
  await picture(ulla, 'formatted-light');
  await picture(viktor, 'formatted-phone-dark');

  await messages.focus();
  await ulla.page.keyboard.press('Control+A');
  await ulla.page.keyboard.press('Control+C');

  expect(await ulla.page.evaluate(() => navigator.clipboard.readText())).toBe(FORMATTED);
  await expect(messages.getByRole('link', { name: 'https://example.org/a_b_c' })).toBeVisible();
});
