import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { MessageCenterStack } from '#lib/message-center-stack.ts';

const app = new App();
new MessageCenterStack(app, 'MessageCenter', { page: fileURLToPath(new URL('../web/dist', import.meta.url)) });
