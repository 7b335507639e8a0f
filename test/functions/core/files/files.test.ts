/** The life of a file: uploaded, taken into a message, loaded and forwarded. */

import { describe, expect, it } from 'vitest';
import { messageId } from '#contract/message-id.ts';
import { Refusal } from '#contract/refusal.ts';
import { DAY_MS, filesWorld } from '../../support/files-world.ts';

const FIVE_DAYS_MS = 5 * DAY_MS;

const refusalOf = async (work: Promise<unknown>): Promise<Refusal> => {
  const error: unknown = await work.then(
    () => new Error('Nothing was refused.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) return error;
  throw error;
};

describe('an upload', () => {
  it('has a key that names nobody, and a form for exactly its type and size', async () => {
    const world = filesWorld();

    const { form } = await world.begin('alice', { name: 'alice.png', bytes: 7 });

    expect(form.fields).toMatchObject({ 'Content-Type': 'image/png', bytes: '7' });
    expect(form.fields['key']).toMatch(/^incoming\/\w+$/);
    expect(form.fields['expires']).toBe(String(world.clock.now() + 10 * 60_000));
  });

  it('is counted by its declared size, and says what is left', async () => {
    const world = filesWorld({ maxBytes: 100, perHour: 2, bytesPerMonth: 150 });

    expect((await world.begin('alice', { bytes: 100 })).left).toEqual({ uploads: 1, bytes: 50 });
    // What the month refuses uses up nothing of the hour.
    for (let time = 0; time < 3; time++)
      expect((await refusalOf(world.begin('alice', { bytes: 51 }))).code).toBe('too-many-requests');
    expect((await world.begin('alice', { bytes: 50 })).left).toEqual({ uploads: 0, bytes: 0 });
    const hourly = await refusalOf(world.begin('alice', { bytes: 1 }));
    expect(hourly.retryAfter).toBeGreaterThan(0);
    expect((await world.begin('bob', { bytes: 1 })).left).toEqual({ uploads: 1, bytes: 149 });
  });

  it('is refused where it is too large', async () => {
    expect(await refusalOf(filesWorld({ maxBytes: 20_000_000 }).begin('alice', { bytes: 20_000_001 }))).toMatchObject({
      code: 'too-large',
      message: 'A file may have 20 MB at most.',
    });
  });

  it('is forgotten after a day, with what arrived', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');

    await world.sweep(DAY_MS + 1);

    expect(world.attachments.rows.size).toBe(0);
    expect(world.files.objects.size).toBe(0);
    expect((await refusalOf(world.send([id]))).errors).toHaveProperty('attachments');
    await world.sweep(FIVE_DAYS_MS);
    expect(world.dueTasks.tasks.size).toBe(0);
  });
});

describe('a message', () => {
  it('has its attachments in order, as they were declared', async () => {
    const world = filesWorld();
    const one = await world.upload('alice', 'one', { width: 4, height: 3, alt: 'A cat' });
    const two = await world.upload('alice', 'two!', { type: 'application/pdf', name: 'lease.pdf' });

    const { message } = await world.send([two.id, one.id]);

    expect(message).toMatchObject({
      body: '',
      attachments: [
        { id: two.id, type: 'application/pdf', bytes: 4, name: 'lease.pdf' },
        { id: one.id, type: 'image/png', bytes: 3, width: 4, height: 3, alt: 'A cat' },
      ],
    });
    expect(world.kept().toSorted()).toEqual(['one', 'two!']);
  });

  it.each([
    ['that do not exist', async () => ['A'.repeat(22)]],
    ['of somebody else', async (world: ReturnType<typeof filesWorld>) => [(await world.upload('bob')).id]],
    ['that were not uploaded', async (world: ReturnType<typeof filesWorld>) => [(await world.begin('alice')).id]],
    [
      'that are not what was declared',
      async (world: ReturnType<typeof filesWorld>) => [(await world.upload('alice', 'hello', { bytes: 6 })).id],
    ],
  ])('is refused with attachments %s, and takes none of the others', async (_, given) => {
    const world = filesWorld();
    const good = await world.upload('alice');
    const ids = await given(world);

    const refusal = await refusalOf(world.send([good.id, ...ids]));

    expect(refusal).toMatchObject({ code: 'invalid', errors: { attachments: expect.any(String) } });
    expect(world.kept()).toEqual([]);
    expect((await world.send([good.id])).created).toBe(true);
  });

  it('is refused with an attachment of another message', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    await world.send([id]);

    expect((await refusalOf(world.send([id]))).code).toBe('invalid');
    expect((await refusalOf(world.send([id], { recipient: 'carol' }))).code).toBe('invalid');
  });

  it('is stored once, however often it is sent, and found before anything is taken again', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const first = await world.send([id], { clientId: 'same' });

    const again = await world.send([id], { clientId: 'same' });

    expect(again).toEqual({ message: first.message, created: false });
    expect(world.kept()).toHaveLength(1);
    await world.sweep(30 * DAY_MS);
    expect(await world.send([id], { clientId: 'same' })).toEqual({ message: first.message, created: false });
  });

  it('is stored once also after other messages, and its attachments are taken once', async () => {
    const world = filesWorld();
    const before = await world.send([], { attachments: undefined, body: 'Hi' });
    const after = before.message.seq;
    const { id } = await world.upload('alice');
    const first = await world.send([id], { clientId: 'same', after });

    const again = await world.send([id], { clientId: 'same', after });

    expect(again).toEqual({ message: first.message, created: false });
    expect(world.kept()).toHaveLength(1);
    expect([...world.attachments.rows.values()].map(({ files }) => files?.size)).toEqual([1]);
  });

  it('is another one with other attachments, or with the same in another order', async () => {
    const world = filesWorld();
    const [one, two] = [await world.upload('alice'), await world.upload('alice')];
    await world.send([one.id, two.id], { clientId: 'same' });

    expect((await refusalOf(world.send([two.id, one.id], { clientId: 'same' }))).code).toBe('client-id-taken');
    expect((await refusalOf(world.send([], { clientId: 'same' }))).code).toBe('client-id-taken');
  });

  it('can be sent again where an attempt died before it was stored, and nothing is left behind', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    world.log.beforePut = () => {
      throw new Error('The function died.');
    };
    await expect(world.send([id], { clientId: 'same' })).rejects.toThrow('died');
    world.log.beforePut = () => undefined;

    const { created } = await world.send([id], { clientId: 'same' });

    expect(created).toBe(true);
    expect(world.kept()).toHaveLength(2);
    await world.consume();
    await world.sweep(FIVE_DAYS_MS);
    expect(world.kept()).toEqual(['hello']);
    expect(world.attachments.rows.size).toBe(0);
  });

  it('keeps the bytes that were sent, whatever is posted to the form later', async () => {
    const world = filesWorld();
    const { id, post } = await world.upload('alice', 'hello');
    await world.send([id], { clientId: 'same' });

    post('other');
    await world.send([id], { clientId: 'same', after: undefined }).catch(() => undefined);

    const [first] = world.log.entries;
    const files = first && 'files' in first ? (first.files ?? []) : [];
    expect(files.map((file) => world.files.objects.get(file)?.content)).toEqual(['hello']);
  });

  it('is refused where the bytes change between the check and the copy', async () => {
    const world = filesWorld();
    const { id, post } = await world.upload('alice', 'hello');
    const head = world.files.head;
    world.files.head = async (key) => {
      const found = await head(key);
      post('other');
      return found;
    };

    expect((await refusalOf(world.send([id]))).code).toBe('invalid');
    expect(world.kept()).toEqual([]);
  });

  it('leaves its slot to others and copies nothing again', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    let lost = 0;
    world.log.beforePut = async () => {
      world.log.beforePut = () => undefined;
      lost++;
      await world.send([], { sender: 'bob', recipient: 'alice', attachments: undefined, body: 'Hi' });
    };

    const { message } = await world.send([id]);

    expect([lost, message.seq, world.kept().length]).toEqual([1, 2, 1]);
  });
});

describe('links', () => {
  it('are for the two people of the conversation; to others there is no such message', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);

    for (const person of ['alice', 'bob'])
      expect(await world.links(person, messageId(message))).toMatchObject([
        { id, url: expect.stringMatching('kept/') },
      ]);
    expect((await refusalOf(world.links('carol', messageId(message)))).code).toBe('not-found');
    expect((await refusalOf(world.links('alice', 'alice~bob.9'))).code).toBe('not-found');
  });

  it('are withheld from both people where a scan found something, file by file, and the message stays', async () => {
    const world = filesWorld();
    const [good, bad] = [await world.upload('alice'), await world.upload('alice')];
    const { message } = await world.send([good.id, bad.id]);
    const [, key = ''] = message.files ?? [];
    world.verdicts.set(key, 'file-flagged');

    for (const person of ['alice', 'bob'])
      expect(await world.links(person, messageId(message))).toEqual([
        expect.objectContaining({ id: good.id, url: expect.any(String) }),
        { id: bad.id, withheld: 'file-flagged' },
      ]);
    expect((await refusalOf(world.links('carol', messageId(message)))).code).toBe('not-found');
  });

  it('are none where the message has no attachments, or was deleted', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);
    const text = await world.send([], { attachments: undefined, body: 'Hi' });

    expect(await world.links('bob', messageId(text.message))).toEqual([]);
    await world.remove('alice', message);
    expect(await world.links('bob', messageId(message))).toEqual([]);
  });
});

describe('a forwarded attachment', () => {
  it('is a copy of its own: each dies alone', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice', 'hello', { name: 'a.png' });
    const { message } = await world.send([id]);

    const copy = await world.forward('bob', messageId(message), id);
    const forwarded = await world.send([copy.id], { sender: 'bob', recipient: 'carol' });
    await world.remove('alice', message);
    await world.consume();

    expect(forwarded.message.attachments).toMatchObject([{ id: copy.id, name: 'a.png', bytes: 5 }]);
    expect(world.kept()).toEqual(['hello']);
    expect(await world.links('carol', messageId(forwarded.message))).toHaveLength(1);
  });

  it('must be in a message that one can read', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);

    expect((await refusalOf(world.forward('carol', messageId(message), id))).code).toBe('not-found');
    expect((await refusalOf(world.forward('bob', messageId(message), 'x'))).code).toBe('not-found');
    await world.remove('alice', message);
    expect((await refusalOf(world.forward('bob', messageId(message), id))).code).toBe('not-found');
  });

  it('counts like an upload', async () => {
    const world = filesWorld({ maxBytes: 100, perHour: 1 });
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);

    expect((await refusalOf(world.forward('alice', messageId(message), id))).code).toBe('too-many-requests');
  });
});
