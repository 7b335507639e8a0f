/** The server learns whether somebody may see the page. */

import { describe, expect, it } from 'vitest';
import { world } from './devices.ts';

async function page() {
  const { cloud, device, time } = world();
  await device('alice');
  await time.settle();
  const said = () => cloud.frames.flatMap((frame) => (frame.action === 'sight' ? frame.visible : []));
  return { cloud, time, said };
}

describe('a page', () => {
  it('says that it is in sight once its socket is open', async () => {
    const { said } = await page();

    expect(said()).toEqual([true]);
  });

  it('says when nobody sees it any more, and when somebody does again', async () => {
    const { cloud, said } = await page();

    cloud.show(false);
    cloud.show(true);

    expect(said()).toEqual([true, false, true]);
  });

  it('says nothing twice, however often it is focused', async () => {
    const { cloud, said } = await page();

    cloud.show(true);
    cloud.comeBack();

    expect(said()).toEqual([true]);
  });

  it('says it again on each new socket, which the server takes for one that nobody sees', async () => {
    const { cloud, time, said } = await page();
    cloud.show(false);

    cloud.dropSockets();
    await time.advance(60_000);

    expect(said()).toEqual([true, false, false]);
  });
});
