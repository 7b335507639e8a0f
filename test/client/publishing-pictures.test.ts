/** Posts with pictures: uploaded before the post is published, and kept until it is. */

import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryFiles } from '#client/file-storage.ts';
import { createMemoryStorage } from '#client/outbox-storage.ts';
import { ApiProblem } from '#client/problem.ts';
import { createPublisher } from '#client/publisher.ts';
import type { Session } from '#client/session.ts';
import type { RecordOf, UnsentPost } from '#client/unsent.ts';
import { virtualTime } from './virtual-time.ts';

// It is loaded with the first picture, which takes longer than a test lets the clock stand still.
beforeAll(() => import('#client/uploads.ts'));

const refusal = (code: string, errors?: Record<string, string>): ApiProblem =>
  new ApiProblem({ status: 400, code, title: code, detail: 'No.', ...(errors && { errors }) }, { version: 5 });

/** A server that has what was uploaded to it, and a person who publishes. */
async function world() {
  const time = virtualTime();
  const files = createMemoryFiles();
  const storage = createMemoryStorage<RecordOf<UnsentPost>>();
  const server = {
    stored: new Set<string>(),
    published: [] as { pictures?: readonly string[] }[],
    asked: 0,
    isOnline: true,
    refuse: (): ApiProblem | undefined => undefined,
  };

  const call = async ({ operation }: { operation: string }, { body }: { body: { pictures?: readonly string[] } }) => {
    if (operation === 'createAttachment') {
      const id = `picture-${++server.asked}`;
      return { id, upload: { url: '/', fields: { key: id } }, expires: new Date(time.now() + 600_000), left: {} };
    }
    const refused = server.refuse();
    if (refused) throw refused;
    if (!body.pictures?.every((id) => server.stored.has(id))) throw refusal('invalid', { 'pictures.0': 'Unknown' });
    server.published.push(body);
    return { id: 'alice.1' };
  };

  const device = () =>
    createPublisher({
      session: {
        username: 'alice',
        serverVersion: 5,
        subscribe: () => () => {},
        call: call as unknown as Session['call'],
      },
      storage,
      files,
      environment: {
        ...time,
        random: () => 0.5,
        onWake: () => () => {},
        async postForm(_url, form, { onProgress }) {
          onProgress(1);
          if (!server.isOnline) throw new TypeError('lost');
          server.stored.add(form.get('key') as string);
          return { status: 204 };
        },
      },
    });
  await files.put('alice', 'k', new Blob(['pixels']));
  const post = {
    clientId: '1',
    request: { kind: 'need' as const, title: 'A flat tyre' },
    fields: {},
    attachments: [{ key: 'k', type: 'image/jpeg', bytes: 6, width: 4, height: 3 }],
  };
  return { time, files, server, device, post };
}

describe('a post with a picture', () => {
  it('is published with the id of what was uploaded, and leaves no file behind', async () => {
    const { time, files, server, device, post } = await world();

    const outcome = device().publish(post);
    await time.settle();

    expect(await outcome).toMatchObject({ state: 'published' });
    expect(server.published).toEqual([{ clientId: '1', kind: 'need', title: 'A flat tyre', pictures: ['picture-1'] }]);
    expect(await files.get('k')).toBeUndefined();
  });

  it('survives a reload with its picture, which is uploaded again where it had not arrived', async () => {
    const { time, server, device, post } = await world();
    server.isOnline = false;
    const before = device();
    void before.publish(post);
    await time.settle();
    before.close();

    server.isOnline = true;
    const after = device();
    await time.advance(60_000);

    expect(after.unsent).toEqual([]);
    expect(server.published).toMatchObject([{ pictures: ['picture-2'] }]);
  });

  it('that the server refuses is told so, and keeps its picture until it is discarded', async () => {
    const { time, files, server, device, post } = await world();
    server.refuse = () => refusal('has-place');
    const publisher = device();

    const outcome = publisher.publish(post);
    await time.settle();

    expect(await outcome).toMatchObject({ state: 'refused', problem: { code: 'has-place' } });
    expect(await files.get('k')).toBeDefined();
    publisher.discard('1');
    expect(await files.get('k')).toBeUndefined();
  });
});
