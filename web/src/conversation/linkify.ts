/** Finds the links in a message. Only http, https and mailto become links; everything else stays text. */
import { shownHost } from './shown-host.ts';

export interface Piece {
  /** Its position in the text. */
  readonly start: number;
  readonly text: string;
  readonly href?: string;
  /** What to show of a link whose host could be taken for another one; otherwise its text. */
  readonly shown?: string;
}

/**
 * Ends a link: white space, brackets and quotes of markup, punctuation and full-width signs of any script, and all that
 * is displayed as nothing, such as the controls that reverse what follows them. Some signs occur within words.
 */
const FULL_WIDTH_SIGNS = String.raw`\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65`;
const END = String.raw`[\s<>"]|(?=\P{ASCII})[\p{P}\p{C}\p{Default_Ignorable_Code_Point}${FULL_WIDTH_SIGNS}]`;
const IN_WORD = String.raw`(?<=[\p{L}\p{N}])[\u00b7\u2010-\u2013](?=[\p{L}\p{N}])`;
const PART = `(?:(?!${END})[^]|${IN_WORD})`;
const ADDRESS = String.raw`(?:https?:\/\/|www\.|mailto:)${PART}+`;
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
    const link = linkOf(address);
    if (link === undefined) continue;
    if (match.index > end) pieces.push({ start: end, text: text.slice(end, match.index) });
    pieces.push({ start: match.index, text: address, ...link });
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
    if (unopened === undefined ? !/[.,;:!?'*_~]/u.test(last) : unopened <= 0) break;
    if (unopened !== undefined) surplus[last] = unopened - 1;
  }
  return address.slice(0, end);
}

function linkOf(address: string): Pick<Piece, 'href' | 'shown'> | undefined {
  const [, scheme = '', rest = ''] = /^(https?:\/\/|mailto:)?(.*)$/isu.exec(address) ?? [];
  const isWeb = scheme !== '' ? !/^mailto:$/i.test(scheme) : /^www\./i.test(rest);
  const url = (scheme || (isWeb ? 'https://' : 'mailto:')) + rest;
  if (!URL.canParse(url)) return undefined;
  const { protocol, href, username, password } = new URL(url);
  // A name before the host is made to be taken for it: `https://www.bank.example@evil.example`.
  if (!PROTOCOLS.has(protocol) || username !== '' || password !== '') return undefined;
  const written = isWeb ? /^[^/?#\\:]*/.exec(rest)?.[0] : /(?<=@)[^?]*/.exec(rest)?.[0];
  if (written === undefined || written === '') return { href };
  const host = shownHost(written);
  return host === written ? { href } : { href, shown: address.replace(written, () => host) };
}
