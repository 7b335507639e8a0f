/** Turkish texts of the post that a conversation is about, and of what becomes of it. */
import type { outcome as english } from '../outcome.ts';

export const outcome: typeof english = {
  postYouTalkAbout: 'Konuştuğunuz ilan',
  anotherWasChosen: 'Başka biri seçildi',
  noLongerThere: 'Artık yok',
  thanksYou: (name, text) => [name, ' sana teşekkür ediyor: ', text],
};
