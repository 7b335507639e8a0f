/** What a report keeps of pictures and files. */

import { describe, expect, it, vi } from 'vitest';
import { messageId } from '#contract/message-id.ts';
import { linksOfReport } from '#functions/core/files/report-links.ts';
import type { Report } from '#functions/core/moderation-record.ts';
import { report } from '#functions/core/report.ts';
import { DAY_MS, filesWorld } from '../../support/files-world.ts';
import { MemoryIndex } from '../../support/memory-feed.ts';
import { MemoryThanks } from '../../support/memory-thanks.ts';
import { postOf } from '../../support/posts.ts';

const LASTS_MS = 90 * DAY_MS;

function reportingWorld() {
  const world = filesWorld();
  const reports: Report[] = [];
  const services = {
    ...world.services,
    // Nothing is late here, unless a test says so.
    clock: { ...world.clock, now: () => world.clock.time, sleep: () => new Promise<void>(() => undefined) },
    index: new MemoryIndex(),
    thanks: new MemoryThanks(),
    users: { get: async () => undefined },
    counters: { take: async () => true },
    reportedPosts: {
      noteReporter: async () => [],
      addHidden: async () => undefined,
      removeHidden: async () => undefined,
    },
    moderation: {
      addReport: async (added: Report) => void reports.push(added),
      getReport: async (id: string) => reports.find((one) => one.id === id),
    },
    newId: () => '6d3f5a52-93a6-4c8e-9b0f-1f0a8d6a2c11',
    evidenceLastsMs: LASTS_MS,
  };
  const sent = async (...contents: readonly string[]): Promise<string> => {
    const uploads = [];
    for (const content of contents) uploads.push((await world.upload('alice', content, { name: `${content}.png` })).id);
    return messageId((await world.send(uploads)).message);
  };
  const file = async (reported: { readonly message: string } | { readonly post: string }): Promise<Report> => {
    await report(services, { reporter: 'bob', reported, reason: 'Rude' });
    const last = reports.at(-1);
    if (!last) throw new Error('There is no report.');
    return last;
  };
  const contents = (found: Report) => found.attachments?.map(({ file: key }) => world.files.objects.get(key)?.content);
  return { world, services, sent, file, contents, links: (id: string) => linksOfReport(services, id) };
}

describe('a report of a message', () => {
  it('has copies of its files, which stay when the message is deleted', async () => {
    const { world, sent, file, contents } = reportingWorld();
    const id = await sent('one', 'two');

    const found = await file({ message: id });
    await world.remove('alice', world.position(id));
    await world.consume();

    expect(world.kept()).toEqual([]);
    expect(contents(found)).toEqual(['one', 'two']);
    expect(found.attachments).toMatchObject([
      { type: 'image/png', bytes: 3, name: 'one.png', file: expect.stringMatching(/^evidence\//) },
      { name: 'two.png' },
    ]);
    expect(found).not.toHaveProperty('filesNotCopied');
  });

  it('keeps one copy of a file, however often and by whom it is reported', async () => {
    const { world, services, sent, file, contents } = reportingWorld();
    const id = await sent('one', 'two');
    const first = await file({ message: id });

    for (const reporter of ['alice', 'bob', 'bob'])
      await report(services, { reporter, reported: { message: id }, reason: 'Rude' });
    const last = await file({ message: id });

    expect([...world.files.objects.keys()].filter((key) => key.startsWith('evidence/'))).toHaveLength(2);
    expect(contents(first)).toEqual(['one', 'two']);
    expect(last.attachments).toEqual(first.attachments);
  });

  it('leaves out a file that is gone', async () => {
    const { world, sent, file, contents } = reportingWorld();
    const id = await sent('one', 'two');
    for (const [key, { content }] of world.files.objects)
      if (key.startsWith('kept/') && content === 'one') await world.files.remove(key);

    const found = await file({ message: id });

    expect(contents(found)).toEqual(['two']);
    expect(found).not.toHaveProperty('filesNotCopied');
  });

  it('is stored although a copy fails, and says so', async () => {
    const { world, sent, file, contents } = reportingWorld();
    const id = await sent('one', 'two');
    const error = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { copy } = world.files;
    world.files.copy = async (from, to, etag) => {
      if (world.files.objects.get(from)?.content === 'two') throw new Error('S3 does not answer.');
      return copy(from, to, etag);
    };

    const found = await file({ message: id });

    expect(contents(found)).toEqual(['one']);
    expect(found.filesNotCopied).toBe(1);
    expect(error).toHaveBeenCalledOnce();
  });

  it('waits for slow copies for a while, and is then stored without them', async () => {
    const { world, services, sent, file } = reportingWorld();
    const id = await sent('one', 'two');
    world.files.copy = () => new Promise(() => undefined);
    const waits: number[] = [];
    services.clock.sleep = async (duration = 0) => void waits.push(duration);

    const found = await file({ message: id });

    expect(found).not.toHaveProperty('attachments');
    expect(found.filesNotCopied).toBe(2);
    expect(waits).toEqual([4_000]);
  });

  it('keeps nothing of files where it has none', async () => {
    const { world, file } = reportingWorld();
    const id = messageId((await world.send([], { body: 'You fool' })).message);

    expect(Object.keys(await file({ message: id })).toSorted()).toEqual([
      'id',
      'message',
      'reason',
      'reporter',
      'status',
    ]);
  });
});

it('a report of a post has copies of its pictures', async () => {
  const { world, file, contents } = reportingWorld();
  const picture = { id: 'A', type: 'image/png', bytes: 3, width: 4, height: 3, alt: 'A watch', file: 'kept/watch' };
  world.files.put('kept/watch', 'image/png', 'watch');
  const post = postOf('alice', 1, { createdAt: 0, lastsUntil: Infinity, pictures: [picture] });
  world.posts.stored.set(post.id, post);

  const found = await file({ post: post.id });

  expect(contents(found)).toEqual(['watch']);
  expect(found.attachments).toMatchObject([{ id: 'A', width: 4, height: 3, alt: 'A watch' }]);
  expect(JSON.stringify(found)).not.toContain('kept/');
});

describe('links to the files of a report', () => {
  it('are to the copies, by the ids of the originals, and end after minutes', async () => {
    const { world, sent, file, links } = reportingWorld();
    const { id, attachments = [] } = await file({ message: await sent('one') });

    const [link] = await links(id);

    expect(link).toMatchObject({
      ...{ id: attachments[0]?.id, expires: world.clock.time + 10 * 60_000 },
      url: expect.stringContaining('/files/evidence/'),
    });
  });

  it('are none once the copies have expired', async () => {
    const { world, sent, file, links } = reportingWorld();
    const { id } = await file({ message: await sent('one') });

    world.clock.time += LASTS_MS;

    expect(await links(id)).toEqual([]);
  });

  it('are not found without a report', async () => {
    await expect(reportingWorld().links('0mi00000a-x')).rejects.toMatchObject({ code: 'not-found' });
  });
});
