/** Where the page shows a file from: its own, while it has that, else a link. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RowAttachment } from '#client/mailbox.ts';
import { type FilesOf, WithheldFile, useLinks } from '../state/links.ts';
import { knownUrl, localUrl, rememberId } from '../state/local-files.ts';

/**
 * `gone`: it was deleted; `failed`: it did not load, and may load later; `withheld`: the server does not hand it out,
 * for the reason `code`.
 */
export type Source =
  | { readonly state: 'loading' | 'gone' | 'failed' }
  | { readonly state: 'withheld'; readonly code: string }
  | { readonly state: 'here'; readonly url: string };

interface ShownSource {
  readonly source: Source;
  /** Call it when the address did not load. A link that has run out is asked for again, once. */
  onError(): void;
  retry(): void;
}

const LOADING: Source = { state: 'loading' };
/** A scan takes seconds. It is asked after again, later each time. */
const RECHECK_MS = 5_000;
const RECHECK_MAX_MS = 60_000;

const sourceOf = (url: string | undefined, otherwise: Source): Source =>
  url === undefined ? otherwise : { state: 'here', url };

/**
 * Returns where the server has a file: in its own message or post, or, while a file that is forwarded waits, in the
 * message it comes from.
 */
export const heldAt = (own: FilesOf | undefined, { id, from }: RowAttachment) =>
  own || !from ? { of: own, id } : ({ of: { kind: 'message', id: from.message }, id: from.id } as const);

/**
 * @param own the message or post of a file that the server has
 * @param isWanted false while it is far from sight
 */
export function useSource(own: FilesOf | undefined, file: RowAttachment, isWanted: boolean): ShownSource {
  const { key } = file;
  const { of, id } = heldAt(own, file);
  const links = useLinks();
  const [source, setSource] = useState<Source>(() => sourceOf(knownUrl(file), LOADING));
  const hasAskedAgain = useRef(false);
  /** The address that did not load. */
  const failed = useRef<string>(undefined);
  const recheck = useRef(RECHECK_MS);
  const { kind, id: owner } = of ?? {};

  useEffect(() => {
    if (key !== undefined && file.id !== undefined) rememberId(key, file.id);
  }, [key, file.id]);

  const load = useCallback(async (): Promise<Source> => {
    const isSent = kind !== undefined && owner !== undefined && id !== undefined;
    const url = isSent
      ? await links.link({ kind, id: owner }, id, failed.current)
      : key === undefined
        ? undefined
        : await localUrl(key);
    return sourceOf(url, { state: 'gone' });
  }, [links, kind, owner, id, key]);

  const show = useCallback((): (() => void) => {
    let isCurrent = true;
    load().then(
      (next) => isCurrent && setSource(next),
      (reason: unknown) =>
        isCurrent &&
        setSource(reason instanceof WithheldFile ? { state: 'withheld', code: reason.code } : { state: 'failed' }),
    );
    return () => {
      isCurrent = false;
    };
  }, [load]);

  useEffect(() => {
    // A picture that is shown stays, also when it becomes one of the server's.
    if (!isWanted || source.state !== 'loading') return;
    return show();
  }, [isWanted, show, source.state]);

  const isPending = source.state === 'withheld' && source.code === 'scan-pending';
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(() => setSource(LOADING), recheck.current);
    recheck.current = Math.min(2 * recheck.current, RECHECK_MAX_MS);
    return () => clearTimeout(timer);
  }, [isPending]);

  return {
    source,
    onError() {
      if (source.state === 'here') failed.current = source.url;
      if (hasAskedAgain.current) return setSource({ state: 'failed' });
      hasAskedAgain.current = true;
      setSource(LOADING);
    },
    retry() {
      hasAskedAgain.current = true;
      setSource(LOADING);
    },
  };
}
