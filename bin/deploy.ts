/** `npm run deploy`: deploys the stack with the CDK's command, and with the arguments given. */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Result } from './cli-result.ts';
import { type DeploymentOptions, deploy } from './deployment.ts';
import { IN_STEPS } from './explain-protection.ts';

const cdkCommand = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin/cdk');
const environment = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
/** Most that the AWS CLI prints, in bytes: a change set of 500 resources has some hundred KB. */
const OUTPUT_MAX_BYTES = 32 * 1024 * 1024;

const cdk: DeploymentOptions['cdk'] = async (...args) => {
  const command = [cdkCommand, ...args, '-c', `${IN_STEPS}=true`];
  const child = spawn(process.execPath, command, { stdio: 'inherit', env: environment });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
};

const aws: DeploymentOptions['aws'] = (...args) =>
  new Promise<Result>((resolve, reject) => {
    execFile('aws', [...args], { maxBuffer: OUTPUT_MAX_BYTES }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT')
        reject(
          new Error(
            'The command aws was not found. Install the AWS CLI v2, with which npm run deploy looks at what the stack has; ' +
              'npx cdk deploy does not look.',
          ),
        );
      else resolve({ succeeded: error === null, stdout, stderr });
    });
  });

const { context } = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')) as {
  readonly context: Readonly<Record<string, unknown>>;
};

deploy({
  args: process.argv.slice(2),
  context,
  unattended: Boolean(process.env['CI']) || !process.stdin.isTTY,
  cdk,
  aws,
  print: (line) => console.log(line),
  changeSetName: `look-${randomUUID()}`,
}).then(
  (done) => {
    if (!done) process.exitCode = 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
