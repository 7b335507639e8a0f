/** English texts of turning notifications on. */
import { inLanguage } from './words.ts';

export const push = inLanguage('push', {
  notifications: 'Notifications',
  whileClosed: 'Get notifications while Message Center is closed?',
  turnOn: 'Turn on',
  notNow: 'Not now',
  unsupported: 'This browser shows no notifications of pages. Another one may.',
  homeScreen:
    'On an iPhone or iPad, notifications come from the Home Screen only. 1. Tap Share, then “Add to ' +
    'Home Screen”. 2. Open Message Center from there, and turn them on.',
  denied: 'Notifications are blocked for this page. Allow them in the browser’s settings of this site, then try again.',
  notAnswered: 'The browser’s question wasn’t answered. Try again, and choose “Allow”.',
  noNetwork: 'There is no network. Try again when you’re connected.',
  noService:
    'The browser can’t reach its push service. While a page of Message Center is open, you are told ' +
    'all the same. Try again later.',
});
