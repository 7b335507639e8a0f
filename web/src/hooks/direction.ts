/** The direction of lines, where code has to know it. Styles use logical properties. */

export const isRightToLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

/** Returns 1 where a distance to the right goes on along a line, -1 where it goes back. */
export const signOfLine = (element: Element): 1 | -1 => (isRightToLeft(element) ? -1 : 1);
