/** The CDK app: one message center in a stack of its own, and the source maps of its functions beside the assembly. */
import { makeBundles, writeSourceMaps } from '#lib/bundle.ts';

// The functions are bundled while the CDK loads, which takes as long.
const [{ App }, { MessageCenterStack }, { SettingError }, { readSettings }, { explainProtection }] = await Promise.all([
  import('aws-cdk-lib'),
  import('#lib/message-center-stack.ts'),
  import('#lib/settings.ts'),
  import('./settings.ts'),
  import('./explain-protection.ts'),
  makeBundles(),
]);

const app = new App();
try {
  const { stackName, settings } = readSettings(app.node.getAllContext() as Record<string, unknown>);
  // The id is the name: CloudFront's policies and functions are named after the id, uniquely in the account.
  explainProtection(new MessageCenterStack(app, stackName, settings));
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(String(error));
  // At once: nothing may be synthesized, and the CDK says that the app failed.
  process.exit(1);
}
writeSourceMaps(`${app.outdir}.maps`);
