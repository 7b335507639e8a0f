/**
 * The function's credentials, from the environment, where Lambda puts them. The bundle has this file in place
 * of the SDK's default chain, whose other sources (profiles, SSO, containers, instances) no function uses but
 * every cold start would load.
 */

import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { requireEnv } from './environment.ts';

export const defaultProvider = (): AwsCredentialIdentityProvider => async () => ({
  accessKeyId: requireEnv('AWS_ACCESS_KEY_ID'),
  secretAccessKey: requireEnv('AWS_SECRET_ACCESS_KEY'),
  sessionToken: requireEnv('AWS_SESSION_TOKEN'),
});
