/**
 * The values of a range as the old-style stream that dynalite's Query and Scan read. It emits until it is destroyed.
 */
import { Stream } from 'node:stream';
import type { Database } from './database.ts';
import type { Range } from './dynalite.ts';

/** @param fail called with an error of the disk, or one that a listener throws */
export function valueStream(
  database: Database,
  prefix: string,
  range: Range,
  fail: (error: unknown) => void,
): ValueStream {
  const stream = new ValueStream();
  stream.run(database, prefixed(prefix, range)).catch(fail);
  return stream;
}

class ValueStream extends Stream {
  #destroyed = false;

  destroy(): void {
    this.#destroyed = true;
  }

  async run(database: Database, range: Range): Promise<void> {
    for await (const chunk of database.chunks(range)) {
      for (const value of chunk) {
        if (this.#destroyed) return;
        this.emit('data', value);
      }
    }
    if (!this.#destroyed) this.emit('end');
  }
}

function prefixed(prefix: string, { gt, gte, lt, lte, ...rest }: Range): Range {
  return {
    ...rest,
    ...(gt !== undefined ? { gt: prefix + gt } : { gte: prefix + (gte ?? '') }),
    ...(lt !== undefined
      ? { lt: prefix + lt }
      : lte !== undefined
        ? { lte: prefix + lte }
        : { lt: `${prefix.slice(0, -1)}\x7f` }),
  };
}
