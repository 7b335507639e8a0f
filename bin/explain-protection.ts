/** What a plain `cdk deploy` has to say: it protects data from deletion before it is known whether all can be made. */
import { Annotations, type Stack } from 'aws-cdk-lib';

/** In the context if `npm run deploy` deploys, which protects a new stack only once it stands. */
export const IN_STEPS = 'deployed-in-steps';

export function explainProtection(stack: Stack): void {
  if (!stack.terminationProtection || stack.node.tryGetContext(IN_STEPS) !== undefined) return;
  Annotations.of(stack).addInfo(
    'The tables, the user pool and the stack are protected from deletion. If a deployment that creates them fails, they ' +
      'stay, and are unprotected and deleted by hand; npm run deploy protects them only once a new stack stands.',
  );
}
