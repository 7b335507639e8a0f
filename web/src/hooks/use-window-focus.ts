/** Whether somebody is looking at this window: it is shown, and it has the focus. */
import { useSyncExternalStore } from 'react';

export const useWindowFocus = (): boolean => useSyncExternalStore(subscribe, isInFront);

const isInFront = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

function subscribe(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}
