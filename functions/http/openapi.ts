/** The function that serves the API's own description. */

import * as routes from '#contract/routes/openapi.ts';
import { describeApi } from '../api/openapi.ts';
import { endpoint, serve } from '../api/router.ts';
import { throughDistribution } from '../aws/own-address.ts';

const description = describeApi();

export const handler = throughDistribution(
  serve([endpoint(routes.getOpenApi, async () => ({ status: 200, body: description }))]),
);
