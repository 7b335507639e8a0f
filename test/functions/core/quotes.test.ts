/** Reading the messages that replies quote. */

import { describe, expect, it, vi } from 'vitest';
import type { Log } from '#functions/core/ports.ts';
import { quotesIn } from '#functions/core/quotes.ts';
import { draftOf, logOf, message, reaction } from '../support/entries.ts';

const reply = (to: number) => draftOf({ kind: 'message', body: 'Yes', replyTo: to });
const log = logOf(message('One'), message('Two'), reaction(1), reply(1), reply(2), reply(1));

function reading() {
  const getMany = vi.fn<Log['getMany']>(async (positions) =>
    log.filter(({ seq }) => positions.some((position) => position.seq === seq)),
  );
  return { getMany };
}

describe('quotes', () => {
  it('are read once, by one call, where they are not at hand', async () => {
    const table = reading();

    const quoted = await quotesIn(table, log.slice(4));

    expect(quoted.get('alice~bob.1')).toEqual(log[0]);
    expect(quoted.get('alice~bob.2')).toEqual(log[1]);
    expect(table.getMany.mock.calls).toEqual([
      [
        [
          { conversation: 'alice~bob', seq: 2 },
          { conversation: 'alice~bob', seq: 1 },
        ],
      ],
    ]);
  });

  it('are not read where they are at hand, or where there are no replies', async () => {
    const table = reading();

    expect((await quotesIn(table, log)).get('alice~bob.2')).toEqual(log[1]);
    await quotesIn(table, log.slice(0, 3));
    await quotesIn(table, []);

    expect(table.getMany).not.toHaveBeenCalled();
  });
});
