/**
 * Advises a newer Node before a deployment, in one line. `npm run deploy` silences the eight lines that the AWS SDK
 * inside the CDK's command prints on Node 20: https://github.com/aws/aws-sdk-js-v3/issues/7983
 */
const ADVISED_MAJOR = 22;

const { node } = process.versions;
if (Number.parseInt(node, 10) < ADVISED_MAJOR)
  console.error(`Node ${ADVISED_MAJOR} or later is advised for deploying; this is ${node}.`);
