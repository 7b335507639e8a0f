/** The whole message center, composed of its parts. It names no account and no region: it deploys to those of the caller. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HttpApi } from './http-api.ts';
import { Identity } from './identity.ts';
import { MessageStream } from './message-stream.ts';
import { Monitoring } from './monitoring.ts';
import { readSettings } from './settings.ts';
import { Tables } from './tables.ts';
import { WebSite } from './web-site.ts';
import { WebSocketApi } from './web-socket-api.ts';

interface Props {
  /** Folder of the built page. */
  readonly page: string;
}

export class MessageCenterStack extends Stack {
  constructor(scope: Construct, id: string, { page }: Props) {
    super(scope, id, { description: 'Message center: private one-to-one messaging' });
    const settings = readSettings(this.node);

    const tables = new Tables(this, 'Tables', settings);
    const identity = new Identity(this, 'Identity', { tables, settings });
    const webSocketApi = new WebSocketApi(this, 'WebSocketApi', { tables, identity, settings });
    const httpApi = new HttpApi(this, 'HttpApi', { tables, identity, webSocketApi, settings });
    const messageStream = new MessageStream(this, 'MessageStream', { tables, webSocketApi });
    const site = new WebSite(this, 'Site', { page, httpApi, webSocketApi });
    webSocketApi.acceptOrigin(site.origin);
    new Monitoring(this, 'Monitoring', { messageStream, settings });

    new CfnOutput(this, 'PageUrl', { value: site.origin });
    new CfnOutput(this, 'ApiUrl', { value: httpApi.url });
    new CfnOutput(this, 'UserPoolId', { value: identity.userPool.userPoolId });
    new CfnOutput(this, 'WebSocketUrl', { value: webSocketApi.url });
  }
}
