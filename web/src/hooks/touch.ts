/** Whether the page is used by touch. */

/** On a touch screen no keyboard opens by itself, and there is no Shift+Enter. */
export const isTouch = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches;
