/** What screen readers are told of messages that arrive on this device: who has written, or also what. */
import { deviceStorage } from '../browser/storage.ts';
import { createStore, useStore } from './store.ts';

const ANNOUNCED_KEY = 'announced';

const texts = createStore(deviceStorage.read(ANNOUNCED_KEY) === 'texts');

/** True where the texts of messages are read out. They are not until somebody wants it: others may listen. */
export const areTextsAnnounced = texts.getSnapshot;

export function announceTexts(announced: boolean): void {
  if (announced) deviceStorage.write(ANNOUNCED_KEY, 'texts');
  else deviceStorage.remove(ANNOUNCED_KEY);
  texts.update(() => announced);
}

export const useAnnouncedTexts = (): boolean => useStore(texts, (value) => value);
