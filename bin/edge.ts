/** The CDK app of the stack in us-east-1, for a site with a name of its own or a web ACL: docs/operations.md. */
import { App } from 'aws-cdk-lib';
import { EdgeStack } from '#lib/edge-stack.ts';
import { SettingError, resolveSettings } from '#lib/settings.ts';
import { readSettings } from './settings.ts';

const app = new App();
try {
  const { stackName, waf, settings } = readSettings(app.node.getAllContext() as Record<string, unknown>);
  const { domainName } = resolveSettings(settings);
  new EdgeStack(app, `${stackName}-edge`, { ...(domainName !== undefined && { domainName }), waf });
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(String(error));
  process.exit(1);
}
