/** A text in which links can be followed. Everything else stays text. */
import { useMemo } from 'react';
import { linkify } from './linkify.ts';

export function LinkedText({ text: whole }: { text: string }) {
  const pieces = useMemo(() => linkify(whole), [whole]);
  return pieces.map(({ start, text, href, shown = text }) =>
    href === undefined ? (
      text
    ) : (
      // With a direction of its own, a link is isolated: nothing before it can reverse what is read of it.
      <a key={start} href={href} dir="ltr" target="_blank" rel="noopener noreferrer nofollow">
        {shown}
      </a>
    ),
  );
}
