import { expect, it } from 'vitest';
import type { Problem } from '../client.ts';
import type { World } from '../world.ts';

export function badInput({ ann, ben }: World): void {
  const good = { recipient: ben.name, body: 'hello' };

  it.each<[string, unknown, string]>([
    ['a field there is not', { ...good, colour: 'red' }, 'colour'],
    ['no text', { recipient: ben.name }, 'body'],
    ['an empty text', { ...good, body: ' \n ' }, 'body'],
    ['a text that is too long', { ...good, body: 'x'.repeat(4001) }, 'body'],
    ['a text with control characters', { ...good, body: 'bell \u0007' }, 'body'],
    ['half a character', `{"recipient":"${ben.name}","body":"\\ud83d"}`, 'body'],
    ['what is no name', { ...good, recipient: 'No Name' }, 'recipient'],
    ['a clientId that is no UUID', { ...good, clientId: '1' }, 'clientId'],
    ['an after that is no number', { ...good, after: '1' }, 'after'],
  ])('a message with %s is refused, field by field', async (_, body, field) => {
    const before = await ann.desk.conversation(ben.name);

    const answer = await ann.desk.call<Problem>('POST', '/messages', body);

    expect(answer).toMatchObject({
      status: 400,
      body: { status: 400, code: 'invalid', title: expect.any(String), detail: expect.any(String) },
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Object.keys(answer.body.errors ?? {})).toEqual([field]);
    expect(await ann.desk.conversation(ben.name)).toEqual(before);
  });

  it('a message to nobody is 404', async () => {
    const answer = await ann.desk.call<Problem>('POST', '/messages', { ...good, recipient: 'zzz-nobody-at-all' });

    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['is too large', { ...good, body: 'x'.repeat(40_000) }, {}, 413, 'too-large'],
    ['says that it is no JSON', good, { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['is no JSON', '{"recipient":', {}, 400, 'invalid'],
  ])('a body that %s is refused', async (_, body, headers, status, code) => {
    expect(await ann.desk.call<Problem>('POST', '/messages', body, headers)).toMatchObject({
      status,
      body: { status, code },
    });
  });

  it.each([
    ['a limit beyond what a page holds', '/messages?target=NAME&limit=1000'],
    ['a limit that is none', '/conversations/NAME/log?after=0&limit=many'],
    ['a log without the place to begin', '/conversations/NAME/log'],
    ['a field there is not', '/conversations?colour=red'],
    ['a cursor of nothing', '/conversations?cursor=AAAA'],
  ])('%s in a query is refused', async (_, path) => {
    expect(await ann.desk.call<Problem>('GET', path.replace('NAME', ben.name))).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    });
  });
}
