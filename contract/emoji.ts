/** What counts as one emoji, and the one form in which it is stored and compared. */

/**
 * Matches one emoji as keyboards produce it: "recommended for general interchange" (Unicode UTS #51), which includes
 * families, flags, skin tones and keycaps. Made when it is first needed: to read that list takes as long as a third of
 * all that a function loads. Built by the constructor, since not every tool that reads this file knows the flag.
 */
let oneEmoji: RegExp | undefined;

/** Asks for the colored form of a character that is also a plain sign. Keyboards leave it out, or add it. */
const SELECTOR = '\ufe0f';
/** With the selector that asks for the plain sign instead, as texts of typographers have it: that is the same emoji. */
const SELECTORS = /[\ufe0e\ufe0f]/g;
/** Signs that are shown in color only with the selector; a skin tone behind one implies it. */
const PLAIN_SIGN = /(?=\p{Emoji})\P{Emoji_Presentation}(?!\p{Emoji_Modifier})/gu;

/**
 * Returns an emoji fully qualified (Unicode UTS #51, definition ED-18): with the selector behind each sign that needs
 * it, and nowhere else. However a keyboard spells an emoji, it is one reaction. Other texts are returned in some form.
 */
export const fullyQualified = (emoji: string): string =>
  emoji.replaceAll(SELECTORS, '').replaceAll(PLAIN_SIGN, `$&${SELECTOR}`);

/** True for one emoji that is fully qualified. */
export const isEmoji = (text: string): boolean => (oneEmoji ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(text);
