/** Searches the texts of a conversation while somebody types, page by page backwards. */
import { useEffect, useRef, useState } from 'react';
import type { FoundMessage } from '#contract/found-messages.ts';
import { searchMessages } from '#contract/routes/conversations.ts';
import { SEARCHED_TEXT_MAX_UNITS } from '#contract/text.ts';
import { useDebounced } from '../hooks/use-debounced.ts';
import { useSession } from '../state/session.ts';

/** How long no key must have been pressed. Each search reads much, and few may be made in a minute. */
const TEXT_DEBOUNCE_MS = 400;
/** One letter is in most texts; one character of Chinese or Japanese is a word. */
const IS_WORTH_SEARCHING = /\S\S|\p{Ideographic}/u;

export interface FoundTexts {
  readonly hits: readonly FoundMessage[];
  /** When the oldest message was written that was looked at: RFC 3339. Undefined until then. */
  readonly since?: string | undefined;
  /** Goes on with older messages; undefined where there are none. */
  readonly searchBack?: (() => void) | undefined;
  readonly searching: boolean;
  /** Why the last search failed. `searchBack` tries it again. */
  readonly problem?: unknown;
}

interface Found extends Omit<FoundTexts, 'searchBack'> {
  readonly text: string;
  /** Whether one can go on, and before which seq. */
  readonly goesOn: boolean;
  readonly before?: number | undefined;
}

const begun = (text: string): Found => ({ text, hits: [], goesOn: true, searching: true });

/**
 * @param peer whose conversation it is; undefined: none, and nothing is found
 * @returns undefined while nothing is typed that is worth a search
 */
export function useFoundTexts(peer: string | undefined, typed: string): FoundTexts | undefined {
  const session = useSession();
  const wanted = typed.trim().slice(0, SEARCHED_TEXT_MAX_UNITS);
  const text = useDebounced(wanted, TEXT_DEBOUNCE_MS);
  const [found, setFound] = useState<Found>(begun(''));
  const running = useRef<AbortController>(undefined);

  const read = (after: Found): void => {
    if (peer === undefined) return;
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    const { before } = after;
    setFound({ ...after, searching: true, problem: undefined });
    const query = { text: after.text, ...(before !== undefined && { before }) };
    session.call(searchMessages, { parameters: { peer }, query }, { signal }).then(
      ({ items, next, since = after.since }) => {
        const hits = [...after.hits, ...items];
        if (!signal.aborted)
          setFound({ text: after.text, hits, since, goesOn: next !== undefined, before: next, searching: false });
      },
      (problem: unknown) => {
        if (!signal.aborted) setFound({ ...after, searching: false, problem });
      },
    );
  };

  useEffect(() => {
    if (IS_WORTH_SEARCHING.test(text)) read(begun(text));
    return () => running.current?.abort();
    // The session and the conversation stay the same while this is shown.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);

  if (peer === undefined || !IS_WORTH_SEARCHING.test(wanted)) return undefined;
  // What was found for an earlier text is not what Enter should open.
  if (found.text !== wanted) return { hits: [], searching: true };
  const { hits, since, searching, problem, goesOn } = found;
  return { hits, since, searching, problem, ...(goesOn && !searching && { searchBack: () => read(found) }) };
}
