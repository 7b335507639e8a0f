/**
 * Lets a client of the SDK copy its configuration fast, which it does three times for each call, twice together with
 * the call's context. The SDK writes its configuration name by name, so V8 keeps it as a hash table, and a copy looks
 * up each of its 50 names: that is a third of the call's processor time. A plain object that has all names from the
 * start is copied as a block.
 */

import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { Pluggable } from '@smithy/types';

/** The names of a call's context, as far as the configuration has not the same. */
const CONTEXT = {
  clientName: undefined,
  commandName: undefined,
  inputFilterSensitiveLog: undefined,
  outputFilterSensitiveLog: undefined,
  endpointV2: undefined,
  authSchemes: undefined,
  signing_region: undefined,
  signing_service: undefined,
  __smithy_context: undefined,
  __aws_sdk_context: undefined,
};

interface Client {
  readonly config: Parameters<typeof getSchemaSerdePlugin>[0];
  // oxlint-disable-next-line typescript/no-explicit-any -- what plugins take and return differs by client
  readonly middlewareStack: { use(plugin: Pluggable<any, any>): void };
}

/** Gives a client that has just been created a plain configuration. @returns the client */
export function withPlainConfiguration<C extends Client>(client: C): C {
  const config = { ...Object.assign(client.config, CONTEXT) };
  // What serializes calls holds the first configuration. The other middleware does, too, and copies nothing.
  client.middlewareStack.use(getSchemaSerdePlugin(config));
  return Object.assign(client, { config });
}
