/** Metric math, as alarms use it. */
import { describe, expect, it } from 'vitest';
import { type Series, compileExpression } from '#local/cloudwatch/expression.ts';

const evaluate = (expression: string, metrics: Readonly<Record<string, Series>>): Series =>
  compileExpression(expression)({ periods: 3, metrics: new Map(Object.entries(metrics)) });

const m0 = [1, undefined, 3];
const m1 = [10, 20, undefined];

describe('an expression', () => {
  it.each<[string, Series]>([
    ['m0', [1, undefined, 3]],
    ['m0 + m1', [11, undefined, undefined]],
    ['FILL(m0, 0) + FILL(m1, 0)', [11, 20, 3]],
    ['SUM(FILL(METRICS(), 0))', [11, 20, 3]],
    ['SUM(METRICS())', [11, 20, 3]],
    ['MAX([m0 * 1000, m1])', [1000, 20, 3000]],
    ['MIN([m0, m1])', [1, 20, 3]],
    ['AVG([m0, m1])', [5.5, 20, 3]],
    ['1 - MIN(FILL(METRICS(), 0))', [0, 1, 1]],
    ['2 + 3 * 4 - 10 / 5', [12, 12, 12]],
    ['(m0 + 1) * -2', [-4, undefined, -8]],
    ['m0 > 2', [0, undefined, 1]],
    ['m2', [undefined, undefined, undefined]],
  ])('%s is evaluated period by period', (expression, series) => {
    expect(evaluate(expression, { m0, m1 })).toEqual(series);
  });

  it.each([
    ['STDDEV(m0)', 'the function STDDEV'],
    ['SUM(m0)', 'an aggregate of something else than an array'],
    ['METRICS()', 'an array as the result'],
    ['m0 +', 'its end'],
    ['m0 m1', '"m1"'],
    ["SEARCH('x', 'Sum')", "\"'x', 'Sum')\""],
    ['FILL(m0, REPEAT)', 'a filler that is no number'],
  ])('%s is refused by what is not known of it', (expression, what) => {
    expect(() => evaluate(expression, { m0, m1 })).toThrow(`The local cloud does not know ${what}`);
  });
});
