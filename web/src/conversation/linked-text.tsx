/** A text in which links can be followed. Everything else stays text. */
import { useMemo } from 'react';
import { linkify } from './linkify.ts';

export function LinkedText({ text: whole }: { text: string }) {
  const pieces = useMemo(() => linkify(whole), [whole]);
  return pieces.map(({ start, text, href }) =>
    href === undefined ? (
      text
    ) : (
      <a key={start} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {text}
      </a>
    ),
  );
}
