/** Looking up an account, which is all that most functions do with the user pool. */

import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Accounts } from '../core/ports.ts';
import { cognito, noSession, refusing } from './cognito.ts';
import { hasSecondFactor } from './second-factor.ts';

export const findAccount =
  (poolId: string): Accounts['find'] =>
  async (name) => {
    const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: name });
    const {
      Username = name,
      UserStatus,
      UserCreateDate,
      UserAttributes,
      UserMFASettingList,
    } = await refusing(cognito.send(command), noSession);
    return {
      username: Username,
      confirmed: UserStatus !== 'UNCONFIRMED',
      createdAt: UserCreateDate?.getTime() ?? 0,
      secondFactor: hasSecondFactor(UserMFASettingList),
      email: UserAttributes?.find(({ Name }) => Name === 'email')?.Value ?? '',
    };
  };
