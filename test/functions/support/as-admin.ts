/** Alice, who is an administrator with two-step sign-in, asks the function of administrators. */

import { AdminGetUserCommand, AdminListGroupsForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { cognito, dynamo } from './aws.ts';
import { NOW } from './clock.ts';
import { stubEnvironment } from './environment.ts';
import { call, type Given, type Received } from './http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/admin.ts');

export const asAdmin = (route: Parameters<typeof call>[1], given: Given = {}): Promise<Received> =>
  call(handler, route, { groups: ['admins'], ...given });

/** What was written into the log of acts, and reports. */
export const acts = () =>
  dynamo.commandCalls(PutCommand, { TableName: 'moderation-table' }).map(({ args: [{ input }] }) => input.Item);

/** Tables with nothing but alice's second factor, and bob's open socket. */
export function resetAdmin(): void {
  dynamo.reset();
  dynamo.on(GetCommand).resolves({});
  dynamo.on(GetCommand, { Key: { username: 'factor#alice#session-of-alice' } }).resolves({ Item: {} });
  dynamo.on(PutCommand).resolves({});
  dynamo
    .on(UpdateCommand)
    .resolves({ Attributes: { username: 'bob', 'c#1': { session: 's', connectedAt: NOW - 60_000 } } });
  cognito.reset();
  cognito.onAnyCommand().resolves({});
  cognito.on(AdminGetUserCommand).resolves({ Enabled: true, UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] });
  cognito.on(AdminListGroupsForUserCommand).resolves({ Groups: [{ GroupName: 'admins' }] });
  vi.spyOn(console, 'error').mockReturnValue(undefined);
}
