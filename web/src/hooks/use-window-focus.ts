/** Whether somebody is looking at this window: it is visible and has the focus. */
import { useSyncExternalStore } from 'react';

export const useWindowFocus = (): boolean => useSyncExternalStore(subscribe, hasFocus);

const hasFocus = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

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
