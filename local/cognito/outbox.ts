/** The outbox: mails that the user pools would have sent, for developers and tests to read. */
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';

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
  /** Returns the mails as a self-contained HTML page. Serve it with `outboxPageHeaders`. */
  page(): string;
  send(mail: Mail): Promise<void>;
}

/** Older mails are deleted. */
const MAILS_MAX = 200;
/** So that nobody floods the others out of the outbox with mails to one address. */
const MAILS_TO_ADDRESS_MAX = 5;

export const outboxPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

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

function renderPage(mails: readonly Mail[]): string {
  const rows = mails.map(
    ({ to, subject, text, code, at }) => `<article>
<header>
<b>${escapeHtml(to)}</b>
<time datetime="${escapeHtml(at)}">${escapeHtml(at.replace('T', ' ').slice(0, 19))} UTC</time>
</header>
<output>${escapeHtml(code)}</output>
<h2>${escapeHtml(subject)}</h2>
<p>${escapeHtml(text)}</p>
</article>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>Outbox</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #8884; border-radius: 8px; padding: 1rem; margin: 1rem 0; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
h1 { font-size: 1.25rem; }
h2 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
time, .empty { opacity: .7; }
output {
  display: block; margin: .25rem 0; font: 600 1.75rem/1.5 ui-monospace, monospace; letter-spacing: .15em;
  user-select: all;
}
</style>
</head>
<body>
<h1>Outbox: mails that the user pool would have sent</h1>
${rows.join('\n') || '<p class="empty">No mail yet. Sign up, and the mail with the code appears here.</p>'}
</body>
</html>
`;
}

/** Returns the text of a mail that is written as HTML: its paragraphs, without the tags. */
export const textOf = (html: string): string =>
  html
    .replace(/<\/p>\s*|<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .trim();

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
