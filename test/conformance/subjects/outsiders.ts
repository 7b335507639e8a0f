/** People who are not part of a conversation. */

import { beforeAll, expect, it } from 'vitest';
import type { Answer, Problem } from '../client.ts';
import type { World } from '../world.ts';

export function outsiders({ apiUrl, ann, ben, cat }: World): void {
  /** Returns an answer without its request id, which always differs. */
  const shown = ({ status, body }: Answer<Problem>) => ({ status, body: { ...body, requestId: '' } });

  let id = '';
  beforeAll(async () => {
    ({ id } = await ann.desk.send(ben.name, 'for Ben'));
  });

  it.each([
    ['read', 'GET', '', undefined],
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
    expect(await ben.desk.get(`/messages/${id}`)).toMatchObject({ body: 'for Ben' });
  });

  it('get 401 without a token', async () => {
    const answers = await Promise.all(
      ['/me', '/conversations', `/messages?target=${ann.name}`].map((path) => fetch(apiUrl + path)),
    );

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
}
