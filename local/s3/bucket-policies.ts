/**
 * The bucket policies of the template. Those that are known allow nobody here anything, and refuse requests without TLS
 * alone: the local listeners stand for those of AWS, which speak TLS. Any that would do more stops the start.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
 */
import type { Resource, Stack } from '../template/resource.ts';

interface PolicyProperties {
  readonly Bucket: string;
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** @throws {Error} that names a bucket policy that decides about requests here */
export function checkBucketPolicies(stack: Stack): void {
  const providers = new Set(stack.resources.map(({ properties }) => properties['ServiceToken']));
  const providerRoles = new Set(
    stack
      .ofType<{ readonly Role: string }>('AWS::Lambda::Function')
      .filter(({ arn }) => providers.has(arn))
      .map(({ properties }) => properties.Role),
  );
  for (const policy of stack.ofType<PolicyProperties>('AWS::S3::BucketPolicy')) {
    const other = policy.properties.PolicyDocument.Statement.find(
      (statement) => !isTlsOnly(statement) && !isForDeployment(statement, providerRoles) && !isForEdge(statement),
    );
    if (other) throw unknown(policy, other);
  }
}

const isTlsOnly = ({ Effect, Condition }: Statement): boolean =>
  Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}';

/** True for what the functions behind CDK's custom resources may do. They do not run here. */
const isForDeployment = ({ Effect, Principal }: Statement, roles: ReadonlySet<string>): boolean =>
  Effect === 'Allow' &&
  [(Principal as { AWS?: unknown } | undefined)?.AWS].flat().every((arn) => roles.has(String(arn)));

/** True for CloudFront with an access control of its origin: local/site reads what the template deploys by itself. */
const isForEdge = ({ Effect, Principal }: Statement): boolean =>
  Effect === 'Allow' && JSON.stringify(Principal) === '{"Service":"cloudfront.amazonaws.com"}';

const unknown = ({ logicalId }: Resource<PolicyProperties>, statement: Statement): Error =>
  new Error(
    `The local cloud does not interpret a bucket policy (of ${logicalId}): ${JSON.stringify(statement)}. ` +
      'Teach it in local/s3/bucket-policies.ts.',
  );
