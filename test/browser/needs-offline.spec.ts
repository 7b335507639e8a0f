/** Posts without a connection, and lists that are found again by their addresses. */
import { expect } from '@playwright/test';
import { forgive, picture, test } from './person.ts';

const POSTS = /\/api\/posts/;
const PHONE = { viewport: { width: 390, height: 844 } };

test('a post that was written without a connection survives a reload, and is published once there is one', async ({
  member,
}) => {
  const { page, ...olga } = await member('needs-olga');
  const pia = await member('needs-pia');
  await page
    .context()
    .route(POSTS, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
  await page.goto('/needs/new');
  await page.getByLabel('What do you need?').fill('A ladder without a network');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page).toHaveURL(/\/needs\/mine$/);
  await expect(page).toHaveTitle(/My posts/);

  await page.reload();
  const waiting = page.getByRole('list', { name: 'Not published yet' });
  await expect(waiting).toContainText('A ladder without a network');
  await expect(waiting).toContainText('Waiting for a connection');
  await picture({ page, ...olga }, 'needs-waiting-light');
  await page.getByRole('button', { name: /^You,/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('dialog', { name: 'Sign out?' })).toContainText('1 post has not been sent.');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.goto('/people');
  await page.context().unroute(POSTS);

  await pia.page.goto('/needs?words=ladder');
  await expect(async () => {
    await pia.page.reload();
    await expect(pia.page.getByRole('article', { name: 'A ladder without a network' })).toHaveCount(1);
  }).toPass();
  await page.goto('/needs/mine');
  await expect(page.getByRole('list', { name: 'My posts' })).toContainText('A ladder without a network');
  await expect(waiting).toHaveCount(0);
  forgive({ page, ...olga }, /ERR_FAILED/);
});

test('a list is shared by its address, and Back undoes a choice', async ({ member }) => {
  const quentin = await member('needs-quentin', PHONE);
  const { page } = quentin;
  const filters = (name: string) => page.getByRole('button', { name, exact: true });
  await page.goto('/needs');
  await filters('Filters').click();
  await page.getByLabel('Near a town').fill('lisb');
  await expect(page.locator('datalist option').first()).toHaveAttribute('value', 'Lisbon, Portugal');
  await expect(page.getByText('GeoNames')).toBeVisible();
  await picture(quentin, 'phone-needs-town-light');
  await page.getByLabel('Near a town').press('Enter');
  await expect(page.getByRole('button', { name: 'Near Lisbon, Portugal', pressed: true })).toBeVisible();
  await expect(page).toHaveURL(/\/needs\?near=38\.\d+,-9\.\d+$/);
  await page.getByRole('button', { name: 'Offers' }).click();
  await expect(page).toHaveURL(/\?kind=offer&near=/);

  await page.reload();
  await filters('Filters (2)').click();
  await expect(page.getByRole('button', { name: 'Offers', pressed: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Near a place', pressed: true })).toBeVisible();
  await picture(quentin, 'phone-needs-shared-light');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'All', exact: true, pressed: true })).toBeVisible();
  await expect(page).toHaveURL(/\/needs\?near=[^&]+$/);

  await page.goto('/needs?kind=wish&near=nowhere&radius=-1');
  await filters('Filters').click();
  await expect(page.getByRole('button', { name: 'All', exact: true, pressed: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Near me', pressed: false })).toBeVisible();
});
