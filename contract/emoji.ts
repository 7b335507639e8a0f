/** What counts as one emoji. */

/**
 * One emoji as keyboards produce it: "recommended for general interchange" (Unicode UTS #51), which includes families,
 * flags, skin tones and keycaps. Built by the constructor, since not every tool that reads this file knows the flag.
 */
const EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v');

export const isEmoji = (text: string): boolean => EMOJI.test(text);
