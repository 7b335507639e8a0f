/** Whatever is lost on the way, every file is uploaded once, and every message is stored once with its own. */

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FormFault } from './file-center.ts';
import { aliceWithFiles, rowsOf } from './file-sender.ts';

const MINUTE_MS = 60_000;

// It is loaded with the first file, which takes longer than a test lets the clock stand still.
beforeAll(() => import('#client/uploads.ts'));

describe('whatever is lost', () => {
  const callFault = fc.constantFrom(undefined, undefined, 'request lost' as const, 'answer lost' as const);
  const formFault = fc.constantFrom<FormFault | undefined>(undefined, 'lost halfway', 'answer lost', 'stalls', {
    status: 503,
  });
  const act = fc.constantFrom('wait', 'wait long', 'reload');

  it('every file arrives once, and every message is stored once with its own', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(callFault, { maxLength: 12 }),
        fc.array(formFault, { maxLength: 8 }),
        fc.array(act, { maxLength: 6 }),
        async (calls, forms, acts) => {
          const { cloud, time, center, storage, files, reload, send } = aliceWithFiles();
          let mailbox = await reload();
          let isMade = 0;
          center.fault = ({ path, method }) =>
            method === 'POST' && (path === '/attachments' || path === '/messages') ? calls[isMade++] : undefined;
          let posted = 0;
          center.formFault = () => forms[posted++];
          await send(mailbox, 'one', 'two');
          await send(mailbox, 'three');

          for (const next of acts) {
            if (next === 'reload') mailbox = await reload();
            else await time.advance(next === 'wait' ? 1_000 : 2 * MINUTE_MS);
          }
          await time.advance(15 * MINUTE_MS);
          await mailbox.open('bob');

          expect(rowsOf(mailbox).map(({ state }) => state)).toEqual(['sent', 'sent']);
          expect(center.arrived).toEqual(['one', 'two', 'three']);
          const log = cloud.logs.get('alice~bob') ?? [];
          expect(log).toHaveLength(2);
          const textsOf = (ids: string) => ids.split(' ').map((id) => center.stored.get(id)?.text);
          expect(log.map((entry) => 'body' in entry && textsOf(entry.body))).toEqual([['one', 'two'], ['three']]);
          expect(await storage.load('alice', () => {}, new AbortController().signal)).toEqual([]);
          expect(await files.get('key of three')).toBeUndefined();
        },
      ),
      { numRuns: 15 },
    );
  });
});
