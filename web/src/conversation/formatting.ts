/**
 * Reads the formatting that people type: `*bold*`, `_italic_`, `~~struck~~`, `` `code` ``, blocks of code between lines
 * of ```, quotes after `> `, and lists of two lines or more. A text stays what was typed: the marks are parts of what
 * is returned, so that joined together it is the text again.
 */
import { linkify } from './linkify.ts';

export type Span =
  | { readonly kind: 'text' | 'code' | 'mark'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'struck'; readonly spans: readonly Span[] };

/** A line without its end. */
export interface Line {
  /** What is typed before it and not drawn, such as `> `. */
  readonly mark: string;
  /** In a list of numbers: its own. */
  readonly number?: number;
  readonly spans: readonly Span[];
}

/** The ends of the lines stand between the lines and the blocks. */
export type Block =
  | { readonly kind: 'text' | 'quote' | 'bullets' | 'numbers'; readonly lines: readonly Line[] }
  | { readonly kind: 'code'; readonly open: string; readonly text: string; readonly close: string };

const FENCE = /^```[\w+#.-]*\s*$/;
const FENCE_END = /^```\s*$/;
/** With a space: `>:(` is a face. */
const QUOTE = /^>(?: |$)/;
const BULLET = /^\s{0,3}[-*•] (?=\S)/;
const NUMBER = /^\s{0,3}(\d{1,3})[.)] (?=\S)/;
/** A single line that begins so may be a signature, or a year. */
const LIST_LINES_MIN = 2;

const LINE_MARKS = [
  { kind: 'quote', mark: QUOTE, min: 1 },
  { kind: 'bullets', mark: BULLET, min: LIST_LINES_MIN },
  { kind: 'numbers', mark: NUMBER, min: LIST_LINES_MIN },
] as const;

/** True if a text may have any formatting. */
export const mayBeFormatted = (text: string): boolean => /[*_`>]|~~|^\s*(?:[-•]|\d+[.)]) /mu.test(text);

export function blocksOf(text: string): readonly Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let plain: Line[] = [];
  const endPlain = (): void => {
    if (plain.length > 0) blocks.push({ kind: 'text', lines: plain });
    plain = [];
  };
  for (let at = 0; at < lines.length;) {
    const [block, length] = codeAt(lines, at) ?? markedAt(lines, at) ?? [];
    if (block && length) {
      endPlain();
      blocks.push(block);
    } else plain.push({ mark: '', spans: spansOf(lines[at] ?? '') });
    at += length ?? 1;
  }
  endPlain();
  return blocks;
}

/** @returns the block, and how many lines it takes */
function codeAt(lines: readonly string[], at: number): [Block, number] | undefined {
  const open = lines[at] ?? '';
  if (!FENCE.test(open)) return undefined;
  const end = lines.findIndex((line, index) => index > at && FENCE_END.test(line));
  if (end <= at + 1) return undefined;
  return [{ kind: 'code', open, text: lines.slice(at + 1, end).join('\n'), close: lines[end] ?? '' }, end + 1 - at];
}

function markedAt(lines: readonly string[], at: number): [Block, number] | undefined {
  for (const { kind, mark, min } of LINE_MARKS) {
    let end = at;
    while (end < lines.length && mark.test(lines[end] ?? '')) end++;
    if (end - at < min) continue;
    return [{ kind, lines: lines.slice(at, end).map((line) => markedLine(line, mark)) }, end - at];
  }
  return undefined;
}

function markedLine(line: string, pattern: RegExp): Line {
  const [mark = '', number] = pattern.exec(line) ?? [];
  const spans = spansOf(line.slice(mark.length));
  return { mark, spans, ...(number !== undefined && { number: Number(number) }) };
}

const STYLES = [
  { mark: '**', kind: 'bold' },
  { mark: '*', kind: 'bold' },
  { mark: '_', kind: 'italic' },
  { mark: '~~', kind: 'struck' },
] as const;

// Of ASCII, some signs are of faces and of code. A half of a character (Cs) is that of an emoji.
const MAY_OPEN_AFTER = /^$|[\s({["'*_~]|(?=\P{ASCII})[\p{P}\p{Extended_Pictographic}\p{Cs}\ufe0f]/u;
const MAY_CLOSE_BEFORE = /^$|[\s\p{Pe}\p{Pf}\p{Pi}\p{Po}\p{Pd}*_~\p{Cs}\ufe0f]|(?=\P{ASCII})\p{Extended_Pictographic}/u;
const HAS_WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const isBlank = (character: string): boolean => character === '' || /\s/u.test(character);

/** Returns a line in spans. A mark within a link is part of the link. */
function spansOf(line: string): readonly Span[] {
  const linked = new Set<number>();
  if (line.includes('://') || line.includes('@') || /www\./i.test(line))
    for (const { start, text, href } of linkify(line))
      if (href !== undefined) for (let at = start; at < start + text.length; at++) linked.add(at);
  return within(line, 0, line.length, linked);
}

function within(line: string, from: number, to: number, linked: ReadonlySet<number>): readonly Span[] {
  const spans: Span[] = [];
  /** Marks that do not close from here on. To look for each of them anew takes seconds in a line full of marks. */
  const unclosed = new Set<string>();
  let end = from;
  const add = (start: number, next: number, ...added: readonly Span[]): void => {
    if (start > end) spans.push({ kind: 'text', text: line.slice(end, start) });
    spans.push(...added);
    end = next;
  };
  for (let at = from; at < to; at++) {
    if (at < end || linked.has(at) || !'*_~`'.includes(line.charAt(at))) continue;
    if (line.charAt(at) === '`') {
      const close = line.indexOf('`', at + 1);
      if (close <= at + 1 || close >= to) continue;
      const tick = { kind: 'mark', text: '`' } as const;
      add(at, close + 1, tick, { kind: 'code', text: line.slice(at + 1, close) }, tick);
      continue;
    }
    const style = STYLES.find(({ mark }) => line.startsWith(mark, at) && opensAt(line, at, mark));
    if (!style || unclosed.has(style.mark)) continue;
    const close = closeOf(line, at + style.mark.length, to, style.mark, linked);
    if (close === undefined) {
      unclosed.add(style.mark);
      continue;
    }
    const { kind, mark } = style;
    const typed = { kind: 'mark', text: mark } as const;
    add(at, close + mark.length, typed, { kind, spans: within(line, at + mark.length, close, linked) }, typed);
  }
  if (end < to) spans.push({ kind: 'text', text: line.slice(end, to) });
  return spans;
}

/** A mark opens before a word and not within one: `snake_case`, `2*3*4` and `^_^` have none. */
const opensAt = (line: string, at: number, mark: string): boolean =>
  MAY_OPEN_AFTER.test(line.charAt(at - 1)) &&
  line.charAt(at - 1) !== mark.charAt(0) &&
  !isBlank(line.charAt(at + mark.length)) &&
  line.charAt(at + mark.length) !== mark.charAt(0);

/** Returns where the mark stands behind a word; undefined where it does not. */
function closeOf(
  line: string,
  from: number,
  to: number,
  mark: string,
  linked: ReadonlySet<number>,
): number | undefined {
  const word = line.slice(from, to).search(HAS_WORD);
  if (word < 0) return undefined;
  for (
    let at = line.indexOf(mark, from + word + 1);
    at >= 0 && at + mark.length <= to;
    at = line.indexOf(mark, at + 1)
  ) {
    const [before, next] = [line.charAt(at - 1), line.charAt(at + mark.length)];
    const isEnd = !isBlank(before) && MAY_CLOSE_BEFORE.test(next) && ![before, next].includes(mark.charAt(0));
    if (isEnd && !linked.has(at)) return at;
  }
  return undefined;
}
