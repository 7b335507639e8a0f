/**
 * Makes accounts in a new user pool of the export of a lost one: `npm run import-accounts -- --stack NAME`. Without
 * `--stack` it acts on the local cloud that runs on PORT (3000 by default). docs/operations.md says when.
 */
import { readOptions } from './read-options.ts';
import { deployedOutputs, localOutputs } from './target.ts';

const USAGE = 'Usage: npm run import-accounts -- [--stack NAME] [--day 2026-11-27] [--accounts-per-second 10]';
/** Each takes up to four requests, and Cognito allows about 25 to 50 a second of a kind. */
const PER_SECOND = 10;

function readArguments() {
  const { values } = readOptions({
    command: 'npm run import-accounts',
    usage: USAGE,
    options: { stack: { type: 'string' }, day: { type: 'string' }, 'accounts-per-second': { type: 'string' } },
  });
  const { stack, day } = values;
  if (day !== undefined && !/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error(`--day takes a day (UTC). ${USAGE}`);
  const perSecond = Number(values['accounts-per-second'] ?? PER_SECOND);
  if (!(perSecond > 0)) throw new Error(`--accounts-per-second takes a number above 0. ${USAGE}`);
  return { stack, day, perSecond };
}

async function main(): Promise<void> {
  // The SDK works on Node 20 until its versions of 2027; its long warning about that helps nobody here.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { stack, ...options } = readArguments();
  const outputs = await (stack === undefined
    ? localOutputs('Start one with npm start, or give --stack.')
    : deployedOutputs(stack));
  // Clients are made when their modules load, and read the environment then.
  const [{ importAccounts }, { servicesFor }] = await Promise.all([
    import('./accounts/import.ts'),
    import('./accounts/services.ts'),
  ]);
  const print = (line: string) => console.log(line);
  const { made, there, gone, failed } = await importAccounts({ ...servicesFor(outputs), print }, options);
  print(`${made} account(s) made, ${there} were there, ${gone} left out (deleted since, or never confirmed).`);
  print('Their owners choose a password with "Forgot password". Administrators set up their authenticator app again.');
  if (failed > 0) throw new Error(`${failed} account(s) could not be made. Repeat this once the cause is gone.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
