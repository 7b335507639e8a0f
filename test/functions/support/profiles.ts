/** Profiles of people, stored and shown. */

import { wordsOf } from '#functions/core/name-words.ts';
import { NOW } from './clock.ts';

/** A profile as it is stored. */
export const profile = (username: string, more: object = {}) => ({
  initial: username[0],
  username,
  displayName: username,
  createdAt: NOW,
  words: wordsOf({ username, displayName: username }),
  wordsVersion: 1,
  ...more,
});

/** A profile as others see it. */
export const shown = (username: string) => ({ username, displayName: username, createdAt: '2026-01-02T03:04:05.678Z' });
