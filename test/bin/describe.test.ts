/** The published descriptions are as the product describes itself. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeSocket } from '#functions/api/asyncapi.ts';
import { describeApi } from '#functions/api/openapi.ts';

describe('the published descriptions', () => {
  it.each([
    ['docs/openapi.json', describeApi()],
    ['docs/asyncapi.json', describeSocket()],
  ])('%s is what the declarations say now', (path, described) => {
    const published = JSON.parse(readFileSync(path, 'utf8')) as unknown;

    expect(published, `${path} is out of date. Run: npm run describe`).toEqual(described);
  });
});
