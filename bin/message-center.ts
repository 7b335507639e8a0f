/** The CDK app: one stack, and beside its assembly the source maps of its functions. */
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { writeSourceMaps } from '#lib/bundle.ts';
import { MessageCenterStack } from '#lib/message-center-stack.ts';

const app = new App();
new MessageCenterStack(app, 'MessageCenter', { page: fileURLToPath(new URL('../web/dist', import.meta.url)) });
writeSourceMaps(`${app.outdir}.maps`);
