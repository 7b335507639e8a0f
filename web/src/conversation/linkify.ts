/** Finds the links in a message. What is no http, https or mailto address stays text, whatever it looks like. */

export interface Piece {
  /** Where in the text it begins. */
  readonly start: number;
  readonly text: string;
  readonly href?: string;
}

const LINK =
  /(?<![\p{L}\p{N}_.+-])(?:https?:\/\/[^\s<>"]+|www\.[^\s<>"]+|mailto:[^\s<>"]+|[\p{L}\p{N}_.+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/giu;
const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The pieces of a text in order; joined, their texts are the text again. */
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

/** A sentence's full stop, or the bracket around a link, is not part of it; a bracket opened inside the link is. */
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
