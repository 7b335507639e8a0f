/** A page for developers and tests: a list of what a local service has got, newest first, read anew by itself. */

/** Send these with the page: it holds texts of strangers. */
export const listPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

interface ListPage {
  readonly title: string;
  readonly heading: string;
  /** Rules beside those that all lists have. */
  readonly styles: string;
  /** Elements, as HTML. */
  readonly rows: readonly string[];
  /** Stands in place of the rows where there are none. */
  readonly empty: string;
}

/** Returns a self-contained HTML page. */
export const listPage = ({ title, heading, styles, rows, empty }: ListPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #8884; border-radius: 8px; padding: 1rem; margin: 1rem 0; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
h1 { font-size: 1.25rem; }
p { margin: .25rem 0 0; }
time, .quiet { opacity: .7; }
${styles}
</style>
</head>
<body>
<h1>${escapeHtml(heading)}</h1>
${rows.join('\n') || `<p class="quiet">${escapeHtml(empty)}</p>`}
</body>
</html>
`;

/** Returns the head of a row: to whom it went, and when. @param at RFC 3339, UTC */
export const rowHeader = (to: string, at: string): string => `<header>
<b>${escapeHtml(to)}</b>
<time datetime="${escapeHtml(at)}">${escapeHtml(at.replace('T', ' ').slice(0, 19))} UTC</time>
</header>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
