/** The most that a function may answer; its body is JSON within JSON. */

import { beforeEach, describe, expect, it } from 'vitest';
import { readLog } from '#contract/routes/conversations.ts';
import { listMessages } from '#contract/routes/messages.ts';
import { dynamo } from '../support/aws.ts';
import { draftOf, logOf, message } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';
import { answerTables } from '../support/tables.ts';

stubEnvironment();
const conversations = await import('#functions/http/conversations.ts');
const messages = await import('#functions/http/messages.ts');

interface Page {
  readonly items: readonly { readonly seq: number }[];
  readonly more: boolean;
}

/** Two hundred messages of the maximum length that reply to the first of them. */
beforeEach(() => {
  dynamo.reset();
  const body = '🌊'.repeat(4000);
  answerTables({
    logs: [logOf(message(body), ...Array.from({ length: 199 }, () => draftOf({ kind: 'message', body, replyTo: 1 })))],
  });
});

const sizeOf = (body: unknown): number => Buffer.byteLength(JSON.stringify({ body: JSON.stringify(body) }));

describe('the longest possible messages, with their quotes', () => {
  it('are read from the log in pages that fit in one answer', async () => {
    const seen: number[] = [];
    for (let more = true; more;) {
      const { status, body } = await call(conversations.handler, readLog, {
        parameters: { peer: 'bob' },
        query: { after: String(seen.at(-1) ?? 0), limit: '200' },
      });
      expect({ status, fits: sizeOf(body) < 6_000_000 }).toEqual({ status: 200, fits: true });
      const page = body as Page;
      seen.push(...page.items.map(({ seq }) => seq));
      ({ more } = page);
    }

    expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  });

  it('are listed up to a hundred in one answer', async () => {
    const { status, body } = await call(messages.handler, listMessages, { query: { target: 'bob', limit: '100' } });

    expect({ status, fits: sizeOf(body) < 5_000_000 }).toEqual({ status: 200, fits: true });
    expect((body as Page).items).toHaveLength(100);
  });
});
