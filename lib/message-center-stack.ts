/** The app's stack: one message center and its addresses. It deploys to the caller's account and region. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isProtected } from './data-policy.ts';
import type { Caller } from './function.ts';
import { MessageCenter, type MessageCenterProps } from './message-center.ts';

/** The outputs with the names of functions, by what calls these. */
const FUNCTIONS_OUTPUTS = {
  http: 'HttpFunctions',
  socket: 'SocketFunctions',
  stream: 'StreamFunctions',
  queue: 'QueueFunctions',
  trigger: 'TriggerFunctions',
} as const satisfies Readonly<Record<Caller, string>>;

export class MessageCenterStack extends Stack {
  constructor(scope: Construct, id: string, props: MessageCenterProps = {}) {
    super(scope, id, {
      description: 'Message center: private one-to-one messaging',
      terminationProtection: isProtected({ retainData: true, deletionProtection: true, ...props }),
    });
    // The CDK leaves this id out of logical ids: they are those of the parts, such as TablesUsers.
    const center = new MessageCenter(this, 'Default', props);
    const { site, httpApi, webSocketApi, userPool, messageStream, tables, files, accountExports, dashboardUrl } =
      center;

    new CfnOutput(this, 'PageUrl', { value: site.origin, description: 'Address of the page' });
    new CfnOutput(this, 'ApiUrl', { value: httpApi.url, description: 'Own address of the HTTP API' });
    new CfnOutput(this, 'WebSocketUrl', { value: webSocketApi.url, description: 'Address of the WebSocket API' });
    new CfnOutput(this, 'DashboardUrl', { value: dashboardUrl, description: 'Alarms, load and use' });
    new CfnOutput(this, 'UserPoolId', { value: userPool.userPoolId, description: 'USER_POOL_ID of create-admin' });
    // What npm run redrive reads.
    new CfnOutput(this, 'DeadLetterBucket', { value: messageStream.deadLetters.bucketName });
    // What is purged after a restore: docs/operations.md, Alarms.
    new CfnOutput(this, 'PushDeadLettersUrl', { value: center.pushes.deadLetters.queueUrl });
    new CfnOutput(this, 'FilesBucket', { value: files.bucketName });
    // What npm run import-accounts reads.
    if (accountExports) new CfnOutput(this, 'AccountExportsBucket', { value: accountExports.bucket.bucketName });
    if (center.tableCopies) {
      new CfnOutput(this, 'CopiesVault', { value: center.tableCopies.vault.backupVaultName });
      new CfnOutput(this, 'CopiesRole', { value: center.tableCopies.role.roleArn });
    }
    // And npm run restore: MessagesTable, UsersTable and so on, and the functions by what calls them.
    for (const table of tables.all) new CfnOutput(this, `${table.node.id}Table`, { value: table.tableName });
    for (const [caller, name] of Object.entries(FUNCTIONS_OUTPUTS)) {
      const names = center
        .functionsOf(caller as keyof typeof FUNCTIONS_OUTPUTS)
        .map(({ functionName }) => functionName);
      new CfnOutput(this, name, { value: names.join(',') });
    }
  }
}
