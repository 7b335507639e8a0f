/** GET /openapi.json */

import { describe, expect, it } from 'vitest';
import { getOpenApi } from '#contract/routes/openapi.ts';
import { describeApi } from '#functions/api/openapi.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/openapi.ts');

describe('GET /openapi.json', () => {
  it('is the whole description, for anyone', async () => {
    expect(await call(handler, getOpenApi)).toMatchObject({ status: 200, body: describeApi() });
  });
});
