/** The emoji that were used last on this device, and the skin tone that was chosen. They are forgotten at sign-out. */
import { isEmoji } from '#contract/emoji.ts';
import { deviceStorage } from '../browser/storage.ts';

/** Skin tones from light to dark (Unicode UTS #51, section 2.4); the first is no tone. */
export const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;

const RECENT_KEY = 'recent-emoji';
const TONE_KEY = 'skin-tone';

/** Three rows of the picker on a phone. */
const RECENT_MAX = 24;

/** Returns the emoji that were used last, the latest first. */
export const recentEmoji = (): readonly string[] =>
  (deviceStorage.read(RECENT_KEY) ?? '').split(' ').filter(isEmoji).slice(0, RECENT_MAX);

export function rememberEmoji(emoji: string): void {
  const others = recentEmoji().filter((other) => other !== emoji);
  deviceStorage.write(RECENT_KEY, [emoji, ...others].slice(0, RECENT_MAX).join(' '));
}

export const skinTone = (): string => TONES.find((tone) => tone === deviceStorage.read(TONE_KEY)) ?? '';

export const setSkinTone = (tone: string): void => deviceStorage.write(TONE_KEY, tone);

export function forgetEmoji(): void {
  deviceStorage.remove(RECENT_KEY);
  deviceStorage.remove(TONE_KEY);
}
