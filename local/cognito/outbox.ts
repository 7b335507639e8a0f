/** The outbox: mails that the user pools would have sent, for developers and tests to read. */
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import { escapeHtml, listPage, rowHeader } from '../list-page.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly code: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

export interface Outbox {
  /** Returns the mails, newest first. */
  mails(): readonly Mail[];
  /** Returns the mails as a self-contained HTML page. Serve it with `listPageHeaders`. */
  page(): string;
  send(mail: Mail): Promise<void>;
}

/** Older mails are deleted. */
const MAILS_MAX = 200;
/** So that nobody floods the others out of the outbox with mails to one address. */
const MAILS_TO_ADDRESS_MAX = 5;

export async function openOutbox(store: KeyValueStore, log: (line: string) => void): Promise<Outbox> {
  /** Oldest first, with the number under which each is stored. */
  let kept = (await store.entries<Mail>('mail/')).map(([key, mail]) => ({
    number: Number(key.slice('mail/'.length)),
    mail,
  }));
  const keyOf = (number: number): string => `mail/${String(number).padStart(12, '0')}`;
  const mails = (): Mail[] => kept.map(({ mail }) => mail).toReversed();

  return {
    mails,
    page: () => renderPage(mails()),
    send: async (mail) => {
      const number = (kept.at(-1)?.number ?? 0) + 1;
      kept.push({ number, mail });
      const sameAddress = kept.filter(({ mail: { to } }) => to.toLowerCase() === mail.to.toLowerCase());
      const dropped = [...sameAddress.slice(0, -MAILS_TO_ADDRESS_MAX), ...kept.slice(0, -MAILS_MAX)];
      kept = kept.filter((each) => !dropped.includes(each));
      await store.put(keyOf(number), mail, { sync: false });
      for (const old of dropped) await store.del(keyOf(old.number));
      log(`Mail to ${mail.to}: ${mail.subject}: ${mail.code}`);
    },
  };
}

const renderPage = (mails: readonly Mail[]): string =>
  listPage({
    title: 'Outbox',
    heading: 'Outbox: mails that the user pool would have sent',
    styles: `h2 { font-size: 1rem; margin: 0; }
p { white-space: pre-wrap; overflow-wrap: anywhere; }
output {
  display: block; margin: .25rem 0; font: 600 1.75rem/1.5 ui-monospace, monospace; letter-spacing: .15em;
  user-select: all;
}`,
    rows: mails.map(
      ({ to, subject, text, code, at }) => `<article>
${rowHeader(to, at)}
<output>${escapeHtml(code)}</output>
<h2>${escapeHtml(subject)}</h2>
<p>${escapeHtml(text)}</p>
</article>`,
    ),
    empty: 'No mail yet. Sign up, and the mail with the code appears here.',
  });

/** Returns the text of a mail that is written as HTML: its paragraphs, without the tags. */
export const textOf = (html: string): string =>
  html
    .replace(/<\/p>\s*|<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .trim();
