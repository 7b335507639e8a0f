/** Input that is not valid is refused, and by name. */

import { expect, it } from 'vitest';
import type { Problem } from '../client.ts';
import type { World } from '../world.ts';

export function badInput({ ann, ben }: World): void {
  const good = { recipient: ben.name, body: 'hello' };

  it.each<[string, unknown, string, string?]>([
    ['an unknown field', { ...good, colour: 'red' }, 'colour', 'unknown-field'],
    ['no text', { recipient: ben.name }, 'body'],
    ['an empty text', { ...good, body: ' \n ' }, 'body'],
    ['a text that is too long', { ...good, body: 'x'.repeat(4001) }, 'body'],
    ['a text with control characters', { ...good, body: 'bell \u0007' }, 'body'],
    ['half a surrogate pair', `{"recipient":"${ben.name}","body":"\\ud83d"}`, 'body'],
    ['a recipient that is not a name', { ...good, recipient: 'No Name' }, 'recipient'],
    ['a clientId that is not a UUID', { ...good, clientId: '1' }, 'clientId'],
    ['an after that is not a number', { ...good, after: '1' }, 'after'],
  ])('a message with %s is refused, and the field is named', async (_, body, field, code = 'invalid') => {
    const before = await ann.desk.conversation(ben.name);

    const answer = await ann.desk.call<Problem>('POST', '/messages', body);

    expect(answer).toMatchObject({
      status: 400,
      body: { status: 400, code, title: expect.any(String), detail: expect.any(String) },
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Object.keys(answer.body.errors ?? {})).toEqual([field]);
    expect(await ann.desk.conversation(ben.name)).toEqual(before);
  });

  it('a message to an unknown person is 404', async () => {
    const answer = await ann.desk.call<Problem>('POST', '/messages', { ...good, recipient: 'zzz-nobody-at-all' });

    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['is too large', { ...good, body: 'x'.repeat(40_000) }, {}, 413, 'too-large'],
    ['has the type of plain text', good, { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['is not JSON', '{"recipient":', {}, 400, 'invalid'],
  ])('a body that %s is refused', async (_, body, headers, status, code) => {
    expect(await ann.desk.call<Problem>('POST', '/messages', body, headers)).toMatchObject({
      status,
      body: { status, code },
    });
  });

  it.each<[string, string, string?]>([
    ['a limit above the maximum', '/messages?target=NAME&limit=1000'],
    ['a limit that is not a number', '/conversations/NAME/log?after=0&limit=many'],
    ['a log without its start', '/conversations/NAME/log'],
    ['an unknown field', '/conversations?colour=red', 'unknown-field'],
    ['a made-up cursor', '/conversations?cursor=AAAA'],
  ])('%s in a query is refused', async (_, path, code = 'invalid') => {
    expect(await ann.desk.call<Problem>('GET', path.replace('NAME', ben.name))).toMatchObject({
      status: 400,
      body: { code },
    });
  });
}
