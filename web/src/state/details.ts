/** Whether what is known of a person stands beside the conversation with them, on this device. */
import { useCallback, useSyncExternalStore } from 'react';
import { deviceStorage } from '../browser/storage.ts';
import { createStore, useStore } from './store.ts';

/** Of the element, and of the button that shows and hides it. */
export const DETAILS_ID = 'details';
export const DETAILS_OPENER_ID = 'details-opener';

const DETAILS_KEY = 'details';
/** There is room for them, and for a conversation. */
const HAS_ROOM = '(min-width: 80rem)';
/** There is so much room that they stand there until somebody closes them. */
const IS_WIDE = '(min-width: 90rem)';

/** Undefined until somebody has opened or closed them here. */
const chosen = createStore(read());

function read(): boolean | undefined {
  const value = deviceStorage.read(DETAILS_KEY);
  return value === undefined ? undefined : value === 'shown';
}

export function showDetails(shown: boolean): void {
  deviceStorage.write(DETAILS_KEY, shown ? 'shown' : 'hidden');
  chosen.update(() => shown);
}

interface Details {
  /** True if the window is wide enough for them. */
  readonly fit: boolean;
  readonly shown: boolean;
}

export function useDetails(): Details {
  const fit = useMedia(HAS_ROOM);
  const isWide = useMedia(IS_WIDE);
  const choice = useStore(chosen, (value) => value);
  return { fit, shown: fit && (choice ?? isWide) };
}

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
