/** Draws a part of a sentence that is only read out: an argument of texts whose language says where it stands. */
import type { ReactNode } from 'react';
import { Sentence } from './sentence.tsx';

/** @param of texts and elements in order */
export const unseen = (of: readonly ReactNode[]): ReactNode => (
  <span className="visually-hidden">
    <Sentence of={of} />
  </span>
);
