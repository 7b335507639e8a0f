/** The CDK app of the stack in another account that takes the copies: docs/operations.md. */
import { App } from 'aws-cdk-lib';
import { CopiesStack } from '#lib/copies-stack.ts';
import { SettingError, resolveSettings } from '#lib/settings.ts';
import { readSettings } from './settings.ts';

const app = new App();
try {
  const { copiesOf = '', ...context } = app.node.getAllContext() as Record<string, unknown>;
  const { stackName, settings } = readSettings(context);
  const { copyDays } = resolveSettings(settings);
  new CopiesStack(app, `${stackName}-copies`, { copiesOf: String(copiesOf), copyDays });
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(String(error));
  process.exit(1);
}
