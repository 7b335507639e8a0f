/** What another app shares is kept by the worker, for the page of the person who was signed in. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ATTACHMENTS_MAX } from '#contract/attachments.ts';
import { dropAllShared, dropShared, keepShared, readShared } from '#web/src/browser/shared.ts';
import { takeShared } from '#web/worker/sharing.ts';
import { memoryCaches } from './memory-caches.ts';

const ORIGIN = 'https://center.example';
const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR_MS = 60 * 60_000;

beforeEach(() => vi.stubGlobal('caches', memoryCaches(ORIGIN)));
afterEach(() => vi.unstubAllGlobals());

type Fields = Readonly<Record<string, string>>;

function formOf(fields: Fields, files: readonly File[] = []): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const file of files) form.append('files', file, file.name);
  return form;
}
const photo = (name: string, bytes = 3): File => new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' });

const keep = (form: FormData, now = NOW): Promise<string> => keepShared(form, { person: 'alice', now });

describe('a form that another app posts', () => {
  const post = (body: BodyInit): Request => new Request(`${ORIGIN}/share`, { method: 'POST', body });

  it('is kept, and the browser goes on to the page by a GET that names it', async () => {
    const response = await takeShared(post(formOf({ text: 'hello' })), { keep });

    expect(response.status).toBe(303);
    const [, id = ''] =
      /^https:\/\/center\.example\/conversations\?shared=(.+)$/.exec(response.headers.get('location') ?? '') ?? [];
    expect(await readShared(id, 'alice', NOW)).toEqual({ text: 'hello', files: [], leftOut: 0 });
  });

  it.each([
    ['is no form', post('no form'), keep],
    [
      'finds no room',
      post(formOf({ text: 'hello' })),
      () => Promise.reject(new DOMException('', 'QuotaExceededError')),
    ],
  ])('leads to the page all the same where it %s', async (_, request, keeping) => {
    const response = await takeShared(request, { keep: keeping });

    expect(response.headers.get('location')).toBe(`${ORIGIN}/conversations?shared=none`);
  });
});

describe('what was shared', () => {
  it.each<[Fields, string]>([
    [
      { title: 'A ladder', text: 'Look at this', url: 'https://x.example' },
      'A ladder\nLook at this\nhttps://x.example',
    ],
    [{ title: 'A ladder', text: 'A ladder https://x.example', url: 'https://x.example' }, 'A ladder https://x.example'],
    [{ title: 'same', text: 'same', url: ' ' }, 'same'],
    [{}, ''],
  ])('%j says each thing once', async (fields, text) => {
    const id = await keep(formOf(fields));

    expect((await readShared(id, 'alice', NOW))?.text).toBe(text);
  });

  it('has its files, with their names and types, as many and as large as a message may have them', async () => {
    const files = Array.from({ length: 12 }, (_, i) => photo(`${i}.jpg`));
    const id = await keep(formOf({}, [photo('empty.jpg', 0), ...files]));

    const shared = await readShared(id, 'alice', NOW);

    expect(shared?.files.map(({ name, type, size }) => [name, type, size])).toEqual(
      files.slice(0, ATTACHMENTS_MAX).map(({ name }) => [name, 'image/jpeg', 3]),
    );
    expect(shared?.leftOut).toBe(2);
  });

  it('leaves out what is too large, and keeps what is smaller', async () => {
    const id = await keep(formOf({}, [photo('huge.mp4', 100_000_001), photo('small.jpg')]));

    const shared = await readShared(id, 'alice', NOW);

    expect(shared?.files.map(({ name }) => name)).toEqual(['small.jpg']);
    expect(shared?.leftOut).toBe(1);
  });

  it('has a text that is cut between characters', async () => {
    const id = await keep(formOf({ text: '😀'.repeat(20_000) }));

    expect(Array.from((await readShared(id, 'alice', NOW))?.text ?? '')).toHaveLength(10_000);
  });

  it('is there for the person who was signed in alone', async () => {
    const id = await keep(formOf({ text: 'between us' }));

    expect(await readShared(id, 'bob', NOW)).toBeUndefined();
    expect(await readShared(id, 'alice', NOW)).toBeDefined();
  });

  it('waits for whoever signs in where nobody was, for an hour', async () => {
    const id = await keepShared(formOf({ text: 'hello' }), { person: undefined, now: NOW });

    expect(await readShared(id, 'bob', NOW + HOUR_MS - 1)).toBeDefined();
    expect(await readShared(id, 'bob', NOW + HOUR_MS)).toBeUndefined();
    expect(await caches.open('shared').then((cache) => cache.keys())).toEqual([]);
  });

  it('is gone once it was taken, and at sign-out', async () => {
    const [one, other] = [await keep(formOf({ text: 'one' })), await keep(formOf({ text: 'other' }))];

    await dropShared(one);
    expect(await readShared(one, 'alice', NOW)).toBeUndefined();
    expect(await readShared(other, 'alice', NOW)).toBeDefined();
    await dropAllShared();
    expect(await readShared(other, 'alice', NOW)).toBeUndefined();
  });

  it('fills no disk: of many, the newest three are kept', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await keep(formOf({ text: String(i) }), NOW + i));

    const left = await Promise.all(ids.map(async (id) => (await readShared(id, 'alice', NOW + 5))?.text));

    expect(left).toEqual([undefined, undefined, '2', '3', '4']);
  });
});
