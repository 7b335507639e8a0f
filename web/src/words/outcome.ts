/** English texts of the post that a conversation is about, and of what becomes of it. */
import type { ReactNode } from 'react';
import { inLanguage } from './words.ts';

export const outcome = inLanguage('outcome', {
  postYouTalkAbout: 'The post you talk about',
  anotherWasChosen: 'Somebody else was chosen',
  noLongerThere: 'No longer there',
  thanksYou: (name: ReactNode, text: ReactNode): readonly ReactNode[] => [name, ' thanks you: ', text],
});
