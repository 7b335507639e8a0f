/** A record of what everybody did and received during a run. */

import type { Message } from '#contract/schemas.ts';

/** A text that somebody wrote. */
export interface Written {
  readonly clientId: string;
  readonly sender: string;
  readonly recipient: string;
  readonly text: string;
  /** How many pictures it has. */
  readonly pictures?: number;
}

export interface Latency {
  /**
   * Times from writing a text until its device showed it as sent, and until its recipient first saw it; milliseconds.
   */
  readonly sent: readonly number[];
  readonly received: readonly number[];
}

interface Times {
  readonly written: number;
  sent?: number;
  received?: number;
}

export class Witness {
  readonly written: Written[] = [];
  /** The messages that answered sends, by id. */
  readonly acknowledged = new Map<string, Message>();
  /** How far each person has read, by `<person> <peer>`. */
  readonly read = new Map<string, number>();
  readonly #times = new Map<string, Times>();
  readonly #waiting: { readonly count: number; readonly act: () => void }[] = [];

  /** Returns a text that is unique and names its people. */
  nextText(sender: string, recipient: string): string {
    return `${sender}>${recipient} #${this.written.length + 1}`;
  }

  wrote(written: Written): void {
    this.written.push(written);
    this.#times.set(written.text, { written: performance.now() });
  }

  acknowledge(message: Message): void {
    this.acknowledged.set(message.id, message);
    for (const each of this.#waiting.filter(({ count }) => count <= this.acknowledged.size)) {
      this.#waiting.splice(this.#waiting.indexOf(each), 1);
      each.act();
    }
  }

  /** Resolves once this number of sends is acknowledged. */
  acknowledgements(count: number): Promise<void> {
    if (count <= this.acknowledged.size) return Promise.resolve();
    return new Promise((act) => this.#waiting.push({ count, act }));
  }

  /** @param to `sent`: shown to its sender; `received`: shown to its recipient */
  shown(text: string, to: 'sent' | 'received'): void {
    const times = this.#times.get(text);
    if (times) times[to] ??= performance.now();
  }

  haveRead(person: string, peer: string, seq: number): void {
    const key = `${person} ${peer}`;
    this.read.set(key, Math.max(this.read.get(key) ?? 0, seq));
  }

  latency(): Latency {
    const all = [...this.#times.values()];
    const since = (end: 'sent' | 'received') =>
      all.flatMap(({ written, [end]: at }) => (at === undefined ? [] : [at - written]));
    return { sent: since('sent'), received: since('received') };
  }
}
