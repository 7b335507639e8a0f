/** People who are not part of a conversation. */

import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { Answer, Device, Problem } from '../client.ts';
import type { World } from '../world.ts';

export function outsiders({ apiUrl, ann, ben, cat }: World): void {
  /** Returns an answer without its request id, which always differs. */
  const shown = ({ status, body }: Answer<Problem>) => ({ status, body: { ...body, requestId: '' } });

  const word = `w${randomUUID().slice(0, 8)}`;
  let id = '';
  beforeAll(async () => {
    ({ id } = await ann.desk.send(ben.name, `for Ben, ${word}`));
    await ann.desk.edit(id, `for Ben alone, ${word}`);
  });

  it.each([
    ['read', 'GET', '', undefined],
    ['read the earlier texts of', 'GET', '/texts', undefined],
    ['edit', 'PATCH', '', { body: 'mine now' }],
    ['delete', 'DELETE', '', undefined],
    ['react to', 'PUT', '/reactions/%F0%9F%91%8D', undefined],
    ['remove a reaction from', 'DELETE', '/reactions/%F0%9F%91%8D', undefined],
  ])('cannot %s a message of others, or learn that it exists', async (_, method, path, body) => {
    const conversation = id.slice(0, id.lastIndexOf('.'));
    const unused = [
      `${conversation}.999999999`,
      `${conversation}.0`,
      `${conversation}.0${id.split('.')[1]}`,
      `${cat.name}~zzz-nobody.1`,
      'nonsense',
    ];

    const foreign = await cat.desk.call<Problem>(method, `/messages/${id}${path}`, body);
    const absent = await Promise.all(
      unused.map((each) => cat.desk.call<Problem>(method, `/messages/${each}${path}`, body)),
    );

    expect(foreign.status).toBe(404);
    expect(foreign.body.requestId).toEqual(expect.any(String));
    for (const answer of absent) expect(shown(answer)).toEqual(shown(foreign));
    expect(await ben.desk.get(`/messages/${id}`)).toMatchObject({ body: `for Ben alone, ${word}` });
    expect(await ben.desk.get(`/messages/${id}/texts`)).toMatchObject({ items: [{ body: `for Ben, ${word}` }] });
  });

  it('find no message of others, whose conversation they search', async () => {
    const found = async (device: Device, peer: string) =>
      (await device.get<{ items: readonly { id: string }[] }>(`/conversations/${peer}/search?text=${word}`)).items;

    expect(await found(cat.desk, ann.name)).toEqual([]);
    expect(await found(cat.desk, ben.name)).toEqual([]);
    expect(await found(ben.desk, ann.name)).toMatchObject([{ id }]);
  });

  it('get 401 without a token', async () => {
    const answers = await Promise.all(
      ['/me', '/conversations', `/messages?target=${ann.name}`].map((path) => fetch(apiUrl + path)),
    );

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
}
