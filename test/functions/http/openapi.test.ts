/** GET /openapi.json */

import { describe, expect, it } from 'vitest';
import { getOpenApi } from '#contract/routes/openapi.ts';
import { describeApi } from '#functions/api/openapi.ts';
import { handler } from '#functions/http/openapi.ts';
import { call } from '../support/http.ts';

describe('GET /openapi.json', () => {
  it('is the whole description, for anyone', async () => {
    expect(await call(handler, getOpenApi)).toMatchObject({ status: 200, body: describeApi() });
  });
});
