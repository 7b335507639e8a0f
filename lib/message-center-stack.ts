/** The app's stack: one message center and its addresses. It deploys to the caller's account and region. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isProtected } from './data-policy.ts';
import { MessageCenter, type MessageCenterProps } from './message-center.ts';

export class MessageCenterStack extends Stack {
  constructor(scope: Construct, id: string, props: MessageCenterProps = {}) {
    super(scope, id, {
      description: 'Message center: private one-to-one messaging',
      terminationProtection: isProtected({ retainData: true, deletionProtection: true, ...props }),
    });
    // The CDK leaves this id out of logical ids: they are those of the parts, such as TablesUsers.
    const { site, httpApi, webSocketApi, userPool, messageStream, tables } = new MessageCenter(this, 'Default', props);

    new CfnOutput(this, 'PageUrl', { value: site.origin, description: 'Address of the page' });
    new CfnOutput(this, 'ApiUrl', { value: httpApi.url, description: 'Own address of the HTTP API' });
    new CfnOutput(this, 'WebSocketUrl', { value: webSocketApi.url, description: 'Address of the WebSocket API' });
    new CfnOutput(this, 'UserPoolId', { value: userPool.userPoolId, description: 'USER_POOL_ID of create-admin' });
    // What npm run redrive reads.
    new CfnOutput(this, 'DeadLetterBucket', { value: messageStream.deadLetters.bucketName });
    new CfnOutput(this, 'MessagesTable', { value: tables.messages.tableName });
    new CfnOutput(this, 'ConversationsTable', { value: tables.conversations.tableName });
    new CfnOutput(this, 'PostsTable', { value: tables.posts.tableName });
    new CfnOutput(this, 'PostIndexTable', { value: tables.postIndex.tableName });
  }
}
