/** Turns the reason of a rejected call into words that say what to do next. */
import { ApiProblem } from '#client/problem.ts';

export interface Explanation {
  readonly detail: string;
  /** What is wrong with each field, by its name. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Thrown by a form that knows which of its fields a refusal is about, which the server does not say. */
export class FieldProblem extends Error {
  override readonly name = 'FieldProblem';
  readonly errors: Readonly<Record<string, string>>;

  constructor(errors: Readonly<Record<string, string>>) {
    super(Object.values(errors).join(' '));
    this.errors = errors;
  }
}

/** After several tries the server refuses a right password as well, and does not say so. */
const WRONG_CREDENTIALS =
  'That name and password don’t match. Try again. After several tries, wait 16 minutes or set a new password.';

/** Who asks for the change reads again before this is shown. */
const CHANGED_MEANWHILE =
  'This was changed in another window or on another device in the meantime, and has been read again. If your change ' +
  'still fits, make it again.';

export const AWAITING_ANSWER = 'You can write more once they answer.';

/** The same holds for mailed codes, also for new ones. */
const WRONG_CODE =
  'This isn’t the code we sent, or it has expired. Check it, or get a new one. ' +
  'After several wrong codes, wait 61 minutes before you do.';

export function explain(reason: unknown): Explanation {
  if (reason instanceof FieldProblem) return { detail: reason.message, errors: reason.errors };
  if (!(reason instanceof ApiProblem))
    return { detail: 'We can’t reach the message center. Check your connection and try again.', errors: {} };

  const { code, detail, status, errors = {} } = reason;
  if (code === 'name-taken') return { detail, errors: { username: 'This name is taken. Try another.' } };
  if (code === 'wrong-code') return { detail, errors: { code: WRONG_CODE } };
  if (code === 'awaiting-answer') return { detail: AWAITING_ANSWER, errors };
  if (code === 'changed') return { detail: CHANGED_MEANWHILE, errors };
  if (code === 'wrong-credentials') return { detail: WRONG_CREDENTIALS, errors };
  if (status >= 500) return { detail: 'Something went wrong on our side. Try again in a moment.', errors };
  if (code === 'forbidden' || code === 'refused')
    return { detail: 'The message center refused this request. Reload the page and try again.', errors };
  return { detail, errors: asSentences(errors) };
}

/** For a form that asks for the password again, in its field `password`, and maybe for a code of the app, in `code`. */
export const asPasswordProblem = (reason: unknown): unknown =>
  isRefusal(reason, 'wrong-credentials')
    ? new FieldProblem({ password: 'Wrong password. Try again.' })
    : asAppCodeProblem(reason);

/** For a form that asks for a code of the authenticator app, in its field `code`. */
export const asAppCodeProblem = (reason: unknown): unknown =>
  isRefusal(reason, 'wrong-code')
    ? new FieldProblem({ code: 'This isn’t what the app shows now, or it was used before. Wait for the next code.' })
    : reason;

export const isRefusal = (reason: unknown, code: string): boolean =>
  reason instanceof ApiProblem && reason.code === code;

/** The server's words about a field have no full stop. */
const asSentences = (errors: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([name, text]) => [name, /[.!?]$/.test(text) ? text : `${text}.`]));
