/** The CDK app: one message center in a stack of its own, and the source maps of its functions beside the assembly. */
import { App } from 'aws-cdk-lib';
import { writeSourceMaps } from '#lib/bundle.ts';
import { MessageCenterStack } from '#lib/message-center-stack.ts';
import { readSettings } from './settings.ts';

const app = new App();
const { stackName, settings } = readSettings(app.node.getAllContext() as Record<string, unknown>);
// The id is the name: CloudFront's policies and functions are named after the id, uniquely in the account.
new MessageCenterStack(app, stackName, settings);
writeSourceMaps(`${app.outdir}.maps`);
