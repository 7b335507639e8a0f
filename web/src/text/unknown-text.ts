/** What the page shows in place of what another version wrote. */
export const UNKNOWN_TEXT = 'Something here needs a newer version of this page.';
