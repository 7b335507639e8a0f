/** Whether somebody has read what to mind before a meeting. It is kept on this device: the API has no place for it. */
import { deviceStorage } from '../browser/storage.ts';
import { createStore, useStore } from './store.ts';

const keyOf = (me: string): string => `safety-words:${me}`;

/** Counts changes: what is kept lies in the browser's storage, which does not tell its own tab of changes. */
const version = createStore(0);

export function dismissSafetyWords(me: string): void {
  deviceStorage.write(keyOf(me), 'read');
  version.update((count) => count + 1);
}

export const useSafetyWordsRead = (me: string): boolean =>
  useStore(version, () => deviceStorage.read(keyOf(me)) !== undefined);
