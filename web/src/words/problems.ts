/** English texts of what went wrong. */
import { inLanguage } from './words.ts';

export const problems = inLanguage('problems', {
  wrongCredentials:
    'That name and password don’t match. Try again. After several tries, wait 16 minutes or set a new password.',
  changedMeanwhile:
    'This was changed in another window or on another device in the meantime, and has been read again. ' +
    'If your change still fits, make it again.',
  awaitingAnswer: 'You can write more once they answer.',
  wrongCode:
    'This isn’t the code we sent, or it has expired. Check it, or get a new one. ' +
    'After several wrong codes, wait 61 minutes before you do.',
  unreachable: 'We can’t reach the message center. Check your connection and try again.',
  nameTaken: 'This name is taken. Try another.',
  ourSide: 'Something went wrong on our side. Try again in a moment.',
  refusedRequest: 'The message center refused this request. Reload the page and try again.',
  wrongPassword: 'Wrong password. Try again.',
  wrongAppCode: 'This isn’t what the app shows now, or it was used before. Wait for the next code.',
  /** The API words refusals in English, for people, and says more than its code. */
  refusal: (_code: string, detail: string) => detail,
  /** So it does with fields, but for the full stop. A fault is for other languages, and no earlier version has it. */
  field: (text: string, _fault?: { readonly code: string; readonly limit?: number | undefined }) =>
    /[.!?]$/.test(text) ? text : `${text}.`,
});
