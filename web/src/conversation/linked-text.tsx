/** A text with its links; everything else in it is text. */
import { useMemo } from 'react';
import { linkify } from './linkify.ts';

export function LinkedText({ text }: { text: string }) {
  const pieces = useMemo(() => linkify(text), [text]);
  return pieces.map(({ start, text: words, href }) =>
    href === undefined ? (
      words
    ) : (
      <a key={start} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {words}
      </a>
    ),
  );
}
