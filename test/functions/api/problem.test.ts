/** What an answer says of a refusal. */
import { expect, it } from 'vitest';
import { Refusal, refuseField } from '#contract/refusal.ts';
import { Problem } from '#contract/schemas.ts';
import { problemOf, unlessUnavailable } from '#functions/api/problem.ts';

it('a field that is wrong has words for people, and a code for programs', () => {
  const name = { code: 'too-long', limit: 7, words: 'Is too long' } as const;

  const answer = Problem.parse(problemOf(new Refusal('invalid', 'Correct it.', { fields: { name } }), 'abc'));

  expect(answer.errors).toEqual({ name: 'Is too long' });
  expect(answer.faults).toEqual({ name: { code: 'too-long', limit: 7 } });
});

it('a single field is refused with a sentence of its own, or a general one', () => {
  expect(refuseField('name', 'past', 'Is over', 'Choose another.').message).toBe('Choose another.');
  expect(problemOf(refuseField('name', 'past', 'Is over'), 'abc')).toMatchObject({
    code: 'invalid',
    detail: 'Correct the fields listed in `errors`.',
    faults: { name: { code: 'past' } },
  });
});

it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'TooManyRequestsException'])(
  'a service that takes no more calls is unavailable, although its status is 400: %s',
  (name) => {
    const details = { name, $fault: 'client', $metadata: { httpStatusCode: 400 } };

    const refusal = unlessUnavailable(Object.assign(new Error('in table X'), details));

    expect(refusal).toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(problemOf(refusal, 'abc')).toMatchObject({ status: 503 });
    expect(JSON.stringify(problemOf(refusal, 'abc'))).not.toContain('table X');
  },
);
