/** Finds the links in a message. Only http, https and mailto become links; everything else stays text. */

export interface Piece {
  /** Its position in the text. */
  readonly start: number;
  readonly text: string;
  readonly href?: string;
}

const ADDRESS = String.raw`(?:https?:\/\/|www\.|mailto:)[^\s<>"]+`;
const EMAIL = String.raw`[\p{L}\p{N}_.+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`;
/** Not within a word, which could be the name of a longer email address. */
const LINK = new RegExp(String.raw`(?<![\p{L}\p{N}_.+\-])(?:${ADDRESS}|${EMAIL})`, 'giu');
const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** @returns the pieces of the text in order; joined together, they are the text again */
export function linkify(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutTrailingPunctuation(match[0]);
    const href = hrefOf(address);
    if (href === undefined) continue;
    if (match.index > end) pieces.push({ start: end, text: text.slice(end, match.index) });
    pieces.push({ start: match.index, text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ start: end, text: text.slice(end) });
  return pieces;
}

/**
 * A full stop after a link, or a bracket around it, is not part of it. A bracket that was opened inside the link
 * is.
 */
function withoutTrailingPunctuation(address: string): string {
  const surplus: Record<string, number> = {};
  for (const [closer, opener] of Object.entries(CLOSERS))
    surplus[closer] = address.split(closer).length - address.split(opener).length;
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    const unopened = surplus[last];
    if (unopened === undefined ? !/[.,;:!?'’”»…*_~]/u.test(last) : unopened <= 0) break;
    if (unopened !== undefined) surplus[last] = unopened - 1;
  }
  return address.slice(0, end);
}

function hrefOf(address: string): string | undefined {
  const lower = address.toLowerCase();
  let url = address;
  if (lower.startsWith('www.')) url = `https://${address}`;
  else if (!/^(?:https?:\/\/|mailto:)/.test(lower)) url = `mailto:${address}`;
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return PROTOCOLS.has(protocol) ? href : undefined;
}
