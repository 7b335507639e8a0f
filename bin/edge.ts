/** The CDK app of the stack in us-east-1, for a site with a name of its own or a web ACL: docs/operations.md. */
import { App } from 'aws-cdk-lib';
import { EdgeStack } from '#lib/edge-stack.ts';
import { SettingError } from '#lib/settings.ts';

const app = new App();
const context = (name: string): string | undefined => {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const domainName = context('domainName');
try {
  new EdgeStack(app, `${context('stackName') ?? 'MessageCenter'}-edge`, {
    ...(domainName !== undefined && { domainName }),
    waf: String(app.node.tryGetContext('waf')) === 'true',
  });
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(String(error));
  process.exit(1);
}
