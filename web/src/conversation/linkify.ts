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
const END_SIGNS = String.raw`\p{P}\p{C}\p{Default_Ignorable_Code_Point}${FULL_WIDTH_SIGNS}`;
const END = String.raw`[\s<>"]|[,;]https?:\/\/|(?=\P{ASCII})[${END_SIGNS}]`;
const IN_WORD = [
  String.raw`(?<=[\p{L}\p{N}])[\u00b7\u05f3\u05f4\u2010-\u2013\u30fb](?=[\p{L}\p{N}])`,
  // Parts the syllables of Tibetan.
  String.raw`(?<=[\p{L}\p{M}])\u0f0b(?=\p{L})`,
  // Joiners, with which Persian and the scripts of India spell.
  String.raw`(?<=[\p{Script=Arabic}\p{M}])[\u200c\u200d](?=\p{L})`,
].join('|');
const PART = `(?:(?!${END})[^]|${IN_WORD})`;
/** Scripts that put no space between words, nor before a link. */
const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Khmer', 'Lao', 'Myanmar', 'Thai']
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('');
const WEB = String.raw`(?<![a-z\d])https?:\/\/${PART}+`;
/** Not within a word, which could be the name of a longer email address. */
const SHORT = String.raw`(?<![\p{Script=Latin}\p{N}_.+\-])(?:www\.|mailto:)${PART}+`;
const NAME_SIGN = String.raw`(?![${UNSPACED}])[\p{L}\p{N}_.+\-]`;
const NAME = String.raw`(?<!${NAME_SIGN})(?:${NAME_SIGN})+|(?<![${UNSPACED}])[${UNSPACED}]+`;
const EMAIL = String.raw`(?:${NAME})@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`;
const LINK = new RegExp(`${WEB}|${SHORT}|${EMAIL}`, 'giu');
/** A host in ASCII, before a text that goes on without a space. No top-level domain has letters of both. */
const HOST_IN_TEXT = new RegExp(
  String.raw`^(?:https?:\/\/|www\.|mailto:|[^@\/]+@)[a-z\d@.\-]*\.[a-z]{2,}(?=[${UNSPACED}][^.\/?#]*$)`,
  'iu',
);
const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** @returns the pieces of the text in order; joined together, they are the text again */
export function linkify(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutTrailingPunctuation(HOST_IN_TEXT.exec(match[0])?.[0] ?? match[0]);
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
