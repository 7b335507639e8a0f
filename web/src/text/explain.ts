/** Turns whatever a call was rejected with into words that say what to do next. */
import { ApiProblem } from '#client/problem.ts';

export interface Explanation {
  readonly detail: string;
  /** What is wrong field by field. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Thrown by a form that knows better than the server's words which of its fields a refusal is about. */
class FieldProblem extends Error {
  override readonly name = 'FieldProblem';
  readonly errors: Readonly<Record<string, string>>;

  constructor(errors: Readonly<Record<string, string>>) {
    super(Object.values(errors).join(' '));
    this.errors = errors;
  }
}

export function explain(reason: unknown): Explanation {
  if (reason instanceof FieldProblem) return { detail: reason.message, errors: reason.errors };
  if (reason instanceof ApiProblem) {
    const { code, detail, status, errors = {} } = reason;
    if (code === 'name-taken') return { detail, errors: { username: 'This name is taken. Try another one.' } };
    if (code === 'wrong-code')
      return {
        detail,
        errors: { code: 'This is not the code we sent, or it is too old. Look again, or send another.' },
      };
    if (code === 'wrong-credentials') return { detail: 'Name and password don’t match. Try again.', errors };
    if (status >= 500) return { detail: 'Something broke on our side. Try again in a moment.', errors };
    if (code === 'forbidden' || code === 'refused')
      return { detail: 'The message center refused this. Load the page again and try once more.', errors };
    return { detail, errors: sentences(errors) };
  }
  return { detail: 'The message center can’t be reached. Check your connection and try again.', errors: {} };
}

/** For a form that asks for the password again, in its field `password`. */
export const atPassword = (reason: unknown): unknown =>
  isRefusal(reason, 'wrong-credentials')
    ? new FieldProblem({ password: 'This is not your password. Try again.' })
    : reason;

export const isRefusal = (reason: unknown, code: string): boolean =>
  reason instanceof ApiProblem && reason.code === code;

const sentences = (errors: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([name, text]) => [name, /[.!?]$/.test(text) ? text : `${text}.`]));
