/** Long conversations: which part of one a device holds, and how it moves. */

import { describe, expect, it } from 'vitest';
import type { Mailbox } from '#client/mailbox.ts';
import { hold, shown, world } from './devices.ts';

const texts = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `${from + i}`);

/** Bob has written to Alice, who opens the conversation. */
async function written(count: number) {
  const { cloud, device, time } = world();
  await cloud.write('bob', 'alice', texts(1, count));
  const alice = await device('alice');
  await alice.open('bob');
  const view = () => alice.state.conversations['bob'];
  return { cloud, device, time, alice, view };
}

async function pageBack(mailbox: Mailbox, pages: number): Promise<void> {
  for (let page = 0; page < pages; page++) await mailbox.loadOlder('bob', 100);
}

describe('a long conversation', () => {
  it('holds 300 messages while its reader pages back, and pages forward to the newest again', async () => {
    const { alice, view } = await written(700);

    await pageBack(alice, 5);
    const back = shown(alice, 'bob');
    const turned = { ...view() };
    for (let page = 0; view()?.hasNewer && page < 10; page++) await alice.loadNewer('bob');

    expect(back).toEqual(texts(186, 485));
    expect(turned).toMatchObject({ hasOlder: true, hasNewer: true, through: 700, loading: false });
    expect(shown(alice, 'bob')).toEqual(texts(401, 700));
    expect(view()).toMatchObject({ hasOlder: true, hasNewer: false, through: 700, loading: false });
  });

  it('goes back to its newest messages at once', async () => {
    const { alice, view } = await written(450);
    await pageBack(alice, 4);

    await alice.showNewest('bob');

    expect(shown(alice, 'bob')).toEqual(texts(436, 450));
    expect(view()).toMatchObject({ hasNewer: false, through: 450 });
  });

  it('opens around a place with two requests, however far back that is', async () => {
    const { alice, cloud, view } = await written(900);
    cloud.calls.length = 0;

    await alice.showAround('bob', 400);
    await alice.showAround('bob', 410);

    expect(cloud.calls.filter(({ method }) => method === 'GET').map(({ path }) => path)).toEqual([
      '/messages?target=bob&before=401&limit=30',
      '/conversations/bob/log?after=400&limit=100',
      '/conversations/bob',
    ]);
    expect(shown(alice, 'bob')).toEqual(texts(371, 500));
    expect(view()).toMatchObject({ hasOlder: true, hasNewer: true, loading: false });
  });

  it('opens at its beginning', async () => {
    const { alice, view } = await written(400);

    await alice.showAround('bob', 0);

    expect(shown(alice, 'bob')).toEqual(texts(1, 100));
    expect(view()).toMatchObject({ hasOlder: false, hasNewer: true });
  });

  it('follows what arrives while its end is read', async () => {
    const { alice, cloud, time, view } = await written(320);
    await pageBack(alice, 2);

    await cloud.write('bob', 'alice', texts(321, 500));
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(texts(201, 500));
    expect(view()).toMatchObject({ hasNewer: false, through: 500 });
  });

  it('keeps what is being read, whatever arrives, and counts the rest', async () => {
    const { alice, cloud, time, view } = await written(320);
    await pageBack(alice, 2);
    alice.markRead('bob', 320);
    alice.keepPlace('bob', 130);

    await cloud.write('bob', 'alice', texts(321, 700));
    await time.advance(1_000);

    expect(shown(alice, 'bob')).toContain('130');
    expect(shown(alice, 'bob')).toHaveLength(300);
    expect(view()).toMatchObject({ hasNewer: true, through: 700 });
    expect(alice.state.inbox).toMatchObject([{ lastSeq: 700, unread: 380, lastMessage: { body: '700' } }]);
    await alice.showNewest('bob');
    expect(shown(alice, 'bob')).toEqual(texts(686, 700));
    expect(alice.state.inbox).toMatchObject([{ unread: 380 }]);
  });

  it('shows edits, reactions and deletions of what it holds, and of what it pages to later', async () => {
    const { alice, cloud, device, time } = await written(450);
    const bob = await device('bob');
    await pageBack(alice, 4);
    cloud.calls.length = 0;

    await bob.editMessage('alice', 'alice~bob.100', 'better');
    await bob.editMessage('alice', 'alice~bob.440', 'old');
    await bob.editMessage('alice', 'alice~bob.440', 'new');
    await time.settle();
    const here = shown(alice, 'bob');
    for (let page = 0; page < 3; page++) await alice.loadNewer('bob');

    expect(here).toContain('better');
    expect(here).not.toContain('new');
    expect(shown(alice, 'bob').slice(-11)).toEqual(['new', ...texts(441, 450)]);
    expect(alice.state.conversations['bob']).toMatchObject({ hasNewer: false, through: 453 });
  });

  it('shows what is sent while older messages are read, and then the newest ones', async () => {
    const { alice, time } = await written(450);
    await pageBack(alice, 4);

    alice.sendMessage('bob', 'mine');
    const sending = shown(alice, 'bob');
    await time.settle();
    await alice.showNewest('bob');

    expect(sending.at(-1)).toBe('mine (pending)');
    expect(shown(alice, 'bob')).toEqual([...texts(437, 450), 'mine']);
  });

  it('ends no page for ever whose place was trimmed meanwhile', async () => {
    const { alice, cloud, time, view } = await written(400);
    await pageBack(alice, 2);
    const { late, release } = hold();
    cloud.fault = ({ path }) => (path.includes('before=') ? { late } : undefined);

    const loading = alice.loadOlder('bob');
    await cloud.write('bob', 'alice', texts(401, 500));
    await time.settle();
    release();
    await loading;

    expect(view()).toMatchObject({ loading: false, hasOlder: true, hasNewer: false });
  });

  it('holds few messages once nobody looks at it, and opens with the newest again', async () => {
    const { alice, cloud, time } = await written(450);
    await pageBack(alice, 2);
    alice.leave('bob');
    const left = shown(alice, 'bob');
    await alice.open('bob');
    await pageBack(alice, 5);

    alice.leave('bob');
    await cloud.write('bob', 'alice', ['last']);
    await time.settle();
    await alice.open('bob');

    expect(left).toEqual(texts(401, 450));
    expect(shown(alice, 'bob')).toEqual([...texts(437, 450), 'last']);
  });

  it('keeps the count of unread messages when it is left with more of them than it holds then', async () => {
    const { alice, cloud, time, view } = await written(100);
    alice.markRead('bob', 100);
    await time.advance(1_000);
    alice.keepPlace('bob', 90);
    await cloud.write('bob', 'alice', texts(101, 160));
    await time.advance(1_000);
    expect(alice.state.inbox).toMatchObject([{ unread: 60 }]);

    alice.leave('bob');
    expect(alice.state.inbox).toMatchObject([{ unread: 60, readSeq: 100 }]);
    await cloud.write('bob', 'alice', texts(161, 600));
    await time.advance(1_000);
    expect(alice.state.inbox).toMatchObject([{ unread: 500, readSeq: 100 }]);
    await alice.open('bob');

    expect(alice.state.inbox).toMatchObject([{ unread: 500, readSeq: 100 }]);
    expect(view()).toMatchObject({ hasOlder: true, hasNewer: false, through: 600 });
  });

  it('counts no message as unread again that was read here since its row came', async () => {
    const { alice, cloud, time } = await written(100);
    alice.markRead('bob', 90);
    await time.advance(1_000);
    await cloud.write('bob', 'alice', texts(101, 130));
    await time.settle();
    alice.markRead('bob', 120);
    await cloud.write('bob', 'alice', texts(131, 190));
    await time.advance(1_000);
    const before = alice.state.inbox[0]?.unread;

    alice.leave('bob');

    expect(before).toBe(70);
    expect(alice.state.inbox).toMatchObject([{ unread: 70, readSeq: 120 }]);
  });

  it('is loaded again where a page forward is of another timeline', async () => {
    const { alice, cloud, view } = await written(450);
    await pageBack(alice, 4);
    cloud.delivering = false;
    cloud.restore('alice~bob', 440, 2);
    await cloud.write('bob', 'alice', texts(1, 20));

    for (let page = 0; view()?.hasNewer && page < 10; page++) await alice.loadNewer('bob');

    expect(shown(alice, 'bob')).toEqual(texts(6, 20));
    expect(view()).toMatchObject({ through: 460, loading: false });
  });

  it('says why a page forward could not be read, and reads it when asked again', async () => {
    const { alice, cloud, view } = await written(450);
    await pageBack(alice, 4);
    cloud.fault = ({ path }) => (path.includes('/log') ? 'request lost' : undefined);

    await alice.loadNewer('bob');
    const failed = { ...view() };
    cloud.fault = () => undefined;
    await alice.loadNewer('bob');

    expect(failed).toMatchObject({ loading: false, hasNewer: true, error: expect.anything() });
    expect(view()?.error).toBeUndefined();
    expect(shown(alice, 'bob').at(-1)).toBe('435');
  });
});
