/** The route of the API's own description. */

import * as z from 'zod/mini';
import { route } from '../route.ts';

export const getOpenApi = route({
  method: 'GET',
  path: '/openapi.json',
  operation: 'getOpenApi',
  summary: 'This description',
  access: 'anyone',
  answers: { 200: z.looseObject({ openapi: z.string() }) },
  refusals: [],
});

export const openapiRoutes = [getOpenApi] as const;
