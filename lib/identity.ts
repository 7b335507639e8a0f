/** Who people are: accounts in a Cognito user pool. Browsers never speak to it; the `accounts` function does. */
import { Duration } from 'aws-cdk-lib';
import { type IUserPool, UserPoolClient, UserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { USER_POOL_ID } from '#functions/aws/environment.ts';
import { ServiceFunction } from './function.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';
import { addMailTrigger, addTriggers, adoptUserPool, clientOptions, createUserPool } from './user-pool.ts';

/** The group of the administrators; access tokens name it. */
const ADMINS = 'admins';

interface Props {
  readonly tables: Tables;
  readonly settings: Settings;
  /** Holds the accounts instead of a new one. */
  readonly userPool: IUserPool | undefined;
}

export class Identity extends Construct {
  readonly userPool: IUserPool;
  /** False: the pool was given, and may hold accounts of other applications. */
  readonly ownsUserPool: boolean;
  readonly client: UserPoolClient;
  /** Called by the pool before it accepts a user name, when an account is confirmed, and for the text of mails. */
  readonly trigger: ServiceFunction;

  /** @throws {Error} if the given pool cannot hold the accounts, with the reason */
  constructor(scope: Construct, id: string, { tables, settings, userPool }: Props) {
    super(scope, id);
    // Cognito waits five seconds for its triggers, whatever their own timeout.
    this.trigger = new ServiceFunction(this, 'Trigger', 'trigger/user-pool', {
      timeout: Duration.seconds(5),
    }).bindTable(tables.users, 'GetItem', 'PutItem', 'UpdateItem');
    this.ownsUserPool = userPool === undefined;
    if (userPool) {
      if (settings.mailFrom !== undefined)
        throw new Error('The setting mailFrom is for a new user pool. Set the sender on your own pool instead.');
      adoptUserPool(this, userPool, this.trigger.lambda);
      this.userPool = userPool;
    } else {
      const created = createUserPool(this, poolIdOf(settings), settings);
      addTriggers(created, this.trigger.lambda);
      if (settings.mailFrom !== undefined) addMailTrigger(created, this.trigger.lambda);
      this.userPool = created;
    }
    this.client = new UserPoolClient(this, 'Client', { userPool: this.userPool, ...clientOptions });
    new UserPoolGroup(this, 'Admins', { userPool: this.userPool, groupName: ADMINS });
  }

  /** `iss` of the pool's tokens. */
  get issuer(): string {
    return `https://${this.userPool.userPoolProviderName}`;
  }

  /**
   * Allows the function exactly these operations on the pool and sets its variable with the pool's id. The operations
   * that are authorized by the client's secret, or by a person's own access token, are unsigned and need no permission.
   */
  bindUserPool(
    to: ServiceFunction,
    ...operations: readonly (`Admin${string}` | 'ListUsers' | 'ListUsersInGroup' | 'DescribeUserPoolClient')[]
  ): void {
    to.allow(
      this.userPool.userPoolArn,
      operations.map((operation) => `cognito-idp:${operation}`),
    ).addEnvironment(USER_POOL_ID, this.userPool.userPoolId);
  }
}

/**
 * Returns the construct's id of the pool. Under another id CloudFormation makes a new, empty pool, and leaves the old
 * one where it is: that is how a lost pool is replaced.
 */
const poolIdOf = ({ userPoolGeneration }: Settings): string =>
  userPoolGeneration === 1 ? 'UserPool' : `UserPool${userPoolGeneration}`;
