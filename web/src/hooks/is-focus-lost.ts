/** True if nothing has the focus, or something that is hidden now. */
export function isFocusLost(): boolean {
  const focused = document.activeElement ?? document.body;
  return focused === document.body || !focused.checkVisibility();
}
