/** Turns the reason of a rejected call into words that say what to do next. */
import { ApiProblem } from '#client/problem.ts';
import { problems } from '../words/problems.ts';

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

export function explain(reason: unknown): Explanation {
  if (reason instanceof FieldProblem) return { detail: reason.message, errors: reason.errors };
  if (!(reason instanceof ApiProblem)) return { detail: problems.unreachable, errors: {} };

  const { code, detail, status, errors = {}, faults = {} } = reason;
  if (code === 'name-taken') return { detail: problems.nameTaken, errors: { username: problems.nameTaken } };
  if (code === 'wrong-code') return { detail: problems.wrongCode, errors: { code: problems.wrongCode } };
  if (code === 'awaiting-answer') return { detail: problems.awaitingAnswer, errors };
  // Callers read again before this is shown.
  if (code === 'changed') return { detail: problems.changedMeanwhile, errors };
  // After several tries the server refuses a right password as well, and does not say so. So it is with mailed codes.
  if (code === 'wrong-credentials') return { detail: problems.wrongCredentials, errors };
  if (status >= 500) return { detail: problems.ourSide, errors };
  if (code === 'forbidden' || code === 'refused') return { detail: problems.refusedRequest, errors };
  return { detail: problems.refusal(code, detail), errors: worded(errors, faults) };
}

/** For a form that asks for the password again, in its field `password`, and maybe for a code of the app, in `code`. */
export const asPasswordProblem = (reason: unknown): unknown =>
  isRefusal(reason, 'wrong-credentials')
    ? new FieldProblem({ password: problems.wrongPassword })
    : asAppCodeProblem(reason);

/** For a form that asks for a code of the authenticator app, in its field `code`. */
export const asAppCodeProblem = (reason: unknown): unknown =>
  isRefusal(reason, 'wrong-code') ? new FieldProblem({ code: problems.wrongAppCode }) : reason;

export const isRefusal = (reason: unknown, code: string): boolean =>
  reason instanceof ApiProblem && reason.code === code;

const worded = (
  errors: Readonly<Record<string, string>>,
  faults: NonNullable<ApiProblem['faults']>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([name, text]) => [name, problems.field(text, faults[name])]));
