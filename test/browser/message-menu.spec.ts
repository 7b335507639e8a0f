/** The menu of a message: all of it is in sight, and so are the words of what opens from it. */
import { type Locator, expect } from '@playwright/test';
import { find, menuOf, openAccount, openMenu, sendAs, test } from './person.ts';

/** True if the middle of an element is what a press there meets, and its words fit into it. */
const isReachable = (element: Locator): Promise<boolean> =>
  element.evaluate((button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    const met = [left + 4, left + width / 2].map((x) => document.elementFromPoint(x, top + height / 2));
    return met.every((one) => button.contains(one)) && button.scrollWidth <= button.clientWidth;
  });

async function expectReachable(buttons: Locator): Promise<void> {
  for (const button of await buttons.all())
    await expect(async () => expect(await isReachable(button), await button.innerText()).toBe(true)).toPass({
      timeout: 10_000,
    });
}

test('short messages of both have whole menus, and whole dialogs', async ({ member }) => {
  const mia = await member('menu-mia');
  const noa = 'menu-noa';
  await openAccount(noa);
  await sendAs(mia.name, noa, ['Hi!']);
  await sendAs(noa, mia.name, ['Yes']);
  await find(mia, noa);
  const { page } = mia;
  const messageOf = (text: string): Locator =>
    page.getByRole('region', { name: 'Messages with' }).getByRole('listitem').filter({ hasText: text });

  for (const message of [messageOf('Hi!'), messageOf('Yes')]) {
    await openMenu(message);
    const items = menuOf(message).getByRole('button');
    await expect(items.first()).toBeFocused();
    await expectReachable(items);
    await page.keyboard.press('Escape');
  }

  await openMenu(messageOf('Hi!'));
  await messageOf('Hi!').getByRole('button', { name: 'Delete…' }).click();
  await expectReachable(page.getByRole('dialog').getByRole('button'));
});
