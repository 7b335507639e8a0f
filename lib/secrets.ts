/** The secrets that Secrets Manager generates for the stack. No template, variable or output holds their values. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { HANDSHAKE_PROOF, NO_PROOF, REQUIRED_PROOF } from '#functions/aws/environment.ts';
import { accept } from './accept.ts';
import { removalPolicyOf } from './data-policy.ts';
import type { ServiceFunction } from './function.ts';
import { type Settings, socketsThroughSite } from './settings.ts';

/**
 * Letters and digits alone, which a header may hold, and far more of them than anyone guesses. Any change here would
 * make new values: all that was signed or hashed with the root's keys would be worth nothing.
 */
const value = { passwordLength: 64, excludePunctuation: true };

export class Secrets extends Construct {
  /** What all keys of the functions derive from (functions/core/keys.ts). It outlives the stack with the data. */
  readonly root: Secret;
  /**
   * What the distribution proves itself with. CloudFront's configuration shows it, so it is a secret of its own:
   * docs/decisions/0011-the-distribution-proves-itself.md
   */
  readonly distributionProof: Secret;

  constructor(scope: Construct, id: string, settings: Pick<Settings, 'retainData'>) {
    super(scope, id);
    this.root = new Secret(this, 'Root', {
      description: 'Root of all keys of the message center',
      generateSecretString: value,
      removalPolicy: removalPolicyOf(settings),
    });
    accept(this.root, {
      'AwsSolutions-SMG4': 'A new value would void all that was signed or hashed with the keys that derive from it.',
    });
    this.distributionProof = new Secret(this, 'DistributionProof', {
      description: 'Proves to the message center that a request came through its distribution',
      generateSecretString: value,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    accept(this.distributionProof, {
      'AwsSolutions-SMG4':
        'A deployment puts the value where it is compared: changed alone, it would refuse everybody.',
    });
  }
}

/** Allows the function to read the secret and sets the variable with its ARN. */
export function bindSecret(to: ServiceFunction, { secretArn }: Secret, variable: string): void {
  to.allow(secretArn, ['secretsmanager:GetSecretValue']).addEnvironment(variable, secretArn);
}

/**
 * Lets a function refuse what did not come through the distribution, where a web ACL filters there. The value is in the
 * function's configuration, as it is in the distribution's, so that no function waits for it at its start.
 */
export function bindRequiredProof(
  to: ServiceFunction,
  { distributionProof }: Pick<Secrets, 'distributionProof'>,
  { webAclArn }: Pick<Settings, 'webAclArn'>,
): void {
  to.addEnvironment(REQUIRED_PROOF, webAclArn === undefined ? NO_PROOF : distributionProof.secretValue.unsafeUnwrap());
}

/**
 * Lets the authorizer of sockets know which handshakes came through the distribution, whose header then says their
 * source address. They come that way where there is a domain or a web ACL.
 */
export function bindHandshakeProof(
  to: ServiceFunction,
  { distributionProof }: Pick<Secrets, 'distributionProof'>,
  settings: Pick<Settings, 'domainName' | 'webAclArn'>,
): void {
  const proof = socketsThroughSite(settings) ? distributionProof.secretValue.unsafeUnwrap() : NO_PROOF;
  to.addEnvironment(HANDSHAKE_PROOF, proof);
}
