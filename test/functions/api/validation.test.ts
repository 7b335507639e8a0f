/** Requests are validated field by field, and refused with all that is wrong. */

import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Refusal } from '#contract/refusal.ts';
import { route } from '#contract/route.ts';
import { sendMessage } from '#contract/routes/messages.ts';
import { Reason, UserName, paging, wholeNumber } from '#contract/values.ts';
import { parseRequest, type Incoming } from '#functions/api/validation.ts';

const things = route({
  method: 'POST',
  path: '/things/{id}',
  operation: 'makeThing',
  summary: 'Made for these tests',
  access: 'anyone',
  parameters: z.strictObject({ id: z.string() }),
  query: z.strictObject({ ...paging, exact: z.optional(z.string()) }),
  body: z.strictObject({ name: UserName, text: z.optional(Reason), inner: z.optional(z.strictObject({ n: z.int() })) }),
  answers: { 204: null },
  refusals: [],
});

const request = (given: Partial<Omit<Incoming, 'body'>> & { json?: unknown; text?: string } = {}): Incoming => ({
  parameters: { id: '7' },
  queryString: '',
  contentType: 'application/json',
  body: Buffer.from(given.text ?? JSON.stringify(given.json ?? { name: 'alice' })),
  ...given,
});

function refusalOf(incoming: Incoming): Refusal {
  try {
    parseRequest(things, incoming);
  } catch (error) {
    return error as Refusal;
  }
  return expect.fail('The request was accepted');
}

const fieldsOf = (incoming: Incoming, expected = 'invalid') => {
  const { code, fields } = refusalOf(incoming);
  expect(code).toBe(expected);
  return fields;
};

describe('bytes that are no UTF-8', () => {
  it.each([
    ['body', { body: Buffer.from([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')]) }],
    ['body', { body: Buffer.from([...Buffer.from('{"name":"al'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]) }],
    ['body', { body: Buffer.from('{"name":"zoë"}', 'latin1') }],
    ['query', { queryString: 'exact=%FF' }],
    ['query', { queryString: 'ex%C3act=1' }],
    ['query', { queryString: 'exact=%ED%A0%80' }],
    ['path', { parameters: { id: 'al\uFFFDce' } }],
  ])('are refused where they are: in the %s', (part, given) => {
    expect(refusalOf({ ...request(), ...given })).toMatchObject({
      code: 'invalid',
      message: `The ${part} has bytes that are not UTF-8.`,
    });
  });

  it('are no matter where the text has the sign that others put in their place, or a lone percent sign', () => {
    expect(parseRequest(things, request({ json: { name: 'alice', text: 'what is \uFFFD?' } })).body).toMatchObject({
      text: 'what is \uFFFD?',
    });
    expect(parseRequest(things, { ...request(), queryString: 'exact=100%' }).query).toEqual({ exact: '100%' });
  });
});

describe('a request', () => {
  it('is passed on as its schemas parse it', () => {
    const parsed = parseRequest(
      things,
      request({ queryString: 'limit=7&exact=a%2Bb+c', json: { name: 'alice', text: ' cafe\u0301\r\n' } }),
    );

    expect(parsed).toEqual({
      parameters: { id: '7' },
      query: { limit: 7, exact: 'a+b c' },
      body: { name: 'alice', text: 'caf\u00e9' },
    });
  });

  it('that has several errors gets them all at once', () => {
    const fields = fieldsOf(request({ json: { name: 'Al', text: 7, inner: 1 } }));

    expect(Object.keys(fields ?? {}).toSorted()).toEqual(['inner', 'name', 'text']);
  });

  it('with unknown fields is refused for them, whatever else is wrong: they may be of a later version', () => {
    const fields = fieldsOf(request({ json: { name: 'alice', text: '', picture: 7 } }), 'unknown-field');

    expect(fields).toEqual({
      picture: { code: 'unknown-field', words: 'Unknown field' },
      text: { code: 'empty', words: 'The text is empty' },
    });
  });

  it('gets the path of an error within a field', () => {
    const given = { name: 'alice', inner: { n: 'x', m: 1 } };

    expect(Object.keys(fieldsOf(request({ json: given }), 'unknown-field') ?? {}).toSorted()).toEqual([
      'inner.m',
      'inner.n',
    ]);
  });

  it.each([null, [], 'text', 7, true])('whose body is %j and not an object is refused', (json) => {
    expect(fieldsOf(request({ text: JSON.stringify(json) }))).toEqual({
      body: { code: 'wrong-form', words: expect.any(String) },
    });
  });

  it.each([
    '',
    '{',
    '{"name":"alice"',
    "{'name':1}",
    'undefined',
    'NaN',
    '\ufeff{}',
    '['.repeat(16_000) + ']'.repeat(16_000),
  ])('whose body is not JSON (%j) is refused', (text) => {
    expect(refusalOf(request({ text }))).toMatchObject({ code: 'invalid' });
  });

  it('without a body is refused', () => {
    expect(refusalOf({ ...request(), body: undefined }).message).toContain('missing');
  });

  it('with names that mean something to JavaScript is refused by name, at any depth', () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      for (const part of [
        { text: `{"name":"alice","${name}":{"admin":true}}` },
        { text: `{"name":"alice","inner":{"n":1,"${name}":{}}}` },
        { queryString: `${name}=1` },
      ])
        expect(fieldsOf(request(part), 'unknown-field')).toHaveProperty([name]);
    }
    expect({}).not.toHaveProperty('admin');
  });
});

describe('a body', () => {
  const sized = (bytes: number): string =>
    JSON.stringify({ name: 'alice', pad: '' }).replace('""', `"${'a'.repeat(bytes - 25)}"`);

  it('of 32 KB is read, and one byte more is too large', () => {
    expect(Buffer.byteLength(sized(32_768))).toBe(32_768);
    expect(refusalOf(request({ text: sized(32_768) })).code).toBe('unknown-field');
    expect(refusalOf(request({ text: sized(32_769) })).code).toBe('too-large');
  });

  it('that is too large is not parsed', () => {
    expect(refusalOf(request({ text: '['.repeat(40_000), contentType: 'text/plain' })).code).toBe('too-large');
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON ;charset=UTF-8'])(
    'may be of type %s',
    (contentType) => {
      expect(parseRequest(things, request({ contentType })).body).toEqual({ name: 'alice' });
    },
  );

  it.each([
    undefined,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json5',
    'text/plain; application/json',
  ])("of type %s is not supported, so that a foreign page's form is never read", (contentType) => {
    expect(refusalOf(request({ contentType })).code).toBe('unsupported-media-type');
  });
});

describe('a query', () => {
  it('has each name only once', () => {
    expect(fieldsOf(request({ queryString: 'limit=1&limit=2' }))).toEqual({
      limit: { code: 'repeated', words: 'Must be given only once' },
    });
    expect(fieldsOf(request({ queryString: 'limit=1&limit=1' }))).toHaveProperty('limit');
  });

  it('has no unknown name', () => {
    expect(fieldsOf(request({ queryString: 'limit=1&order=up' }), 'unknown-field')).toEqual({
      order: { code: 'unknown-field', words: 'Unknown field' },
    });
  });

  it.each(['0', '101', '-1', '1.5', '1e1', '0x10', '', ' 1', '٧', 'NaN', '9999999999999999'])(
    'does not accept %j as a limit',
    (limit) => {
      expect(fieldsOf(request({ queryString: new URLSearchParams({ limit }).toString() }))).toHaveProperty('limit');
    },
  );

  it('is refused on a route without one', () => {
    const body = Buffer.from('{"recipient":"bob","body":"Hi"}');

    expect(() => parseRequest(sendMessage, { ...request(), body, queryString: 'dry=1' })).toThrow(
      expect.objectContaining({ code: 'unknown-field' }),
    );
  });
});

describe('a message to send', () => {
  const parse = (json: object) => parseRequest(sendMessage, { ...request({ json }), parameters: {} }).body;
  const problem = (json: object): Refusal['fields'] => {
    try {
      parse({ recipient: 'bob', body: 'Hi', ...json });
    } catch (error) {
      return (error as Refusal).fields;
    }
    return undefined;
  };

  it('is normalized', () => {
    expect(parse({ recipient: 'bob', body: '  cafe\u0301 \r\n' })).toEqual({ recipient: 'bob', body: 'caf\u00e9' });
  });

  it.each([
    ['recipient', 'Bob'],
    ['recipient', 7],
    ['recipient', undefined],
    ['body', ''],
    ['body', ' \u200b '],
    ['body', 'a'.repeat(4001)],
    ['body', 'a\u0000b'],
    ['body', '\ud800'],
    ['body', ['Hi']],
    ['body', null],
    ['clientId', 'not a uuid'],
    ['clientId', ''],
    ['clientId', 7],
    ['after', -1],
    ['after', 1.5],
    ['after', 1e15],
    ['after', '1'],
    ['after', null],
    ['sender', 'mallory'],
    ['origin', 'socket'],
  ])('is refused for its %s when it is %j', (field, value) => {
    expect(Object.keys(problem({ [field]: value }) ?? {})).toEqual([field]);
  });

  it('gets what is wrong with its text', () => {
    expect(problem({ body: '' })).toEqual({ body: { code: 'empty', words: 'The text is empty' } });
    expect(problem({ body: 'a'.repeat(4001) })).toEqual({
      body: { code: 'too-long', limit: 4000, words: 'The text has more than 4000 characters' },
    });
    expect(problem({ recipient: undefined })).toMatchObject({ recipient: { code: 'missing' } });
  });
});

describe('a whole number in a URL', () => {
  it('is parsed as a number within its limits', () => {
    const schema = wholeNumber(1, 100);

    expect(z.parse(schema, '007')).toBe(7);
    expect(z.parse(schema, 100)).toBe(100);
    expect(z.safeParse(schema, '101').success).toBe(false);
  });
});
