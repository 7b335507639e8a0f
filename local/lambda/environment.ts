/** A function's environment variables: the template's, and those that Lambda sets. */
import { SESSION_TOKEN } from '../iam/access-keys.ts';
import type { Resource } from '../template/resource.ts';

export interface FunctionProperties {
  readonly Code: { readonly S3Key: string };
  /** `<file>.<export>` */
  readonly Handler: string;
  readonly Runtime: string;
  readonly Role: string;
  /** Seconds. */
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly LoggingConfig?: {
    readonly LogGroup?: string;
    readonly LogFormat?: 'JSON' | 'Text';
    readonly ApplicationLogLevel?: string;
  };
}

type Variables = Readonly<Record<string, string>>;

/**
 * Returns the variables that Lambda sets, and settings that keep the SDK on this machine: every service is at the local
 * endpoint, the function's logical id is its access key, and the developer's own credentials are out of reach.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 * @param variables in place of the template's, where they were changed
 */
export function environmentOf(
  { logicalId, ref, properties }: Resource<FunctionProperties>,
  {
    region,
    awsUrl,
    root,
    secretAccessKey,
    variables,
  }: {
    region: string;
    awsUrl: string;
    root: string;
    secretAccessKey: string;
    variables?: Variables | undefined;
  },
): Record<string, string> {
  return {
    ...(variables ?? properties.Environment?.Variables),
    _HANDLER: properties.Handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: ref,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize ?? 128),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: properties.LoggingConfig?.LogFormat ?? 'Text',
    AWS_LAMBDA_LOG_LEVEL: properties.LoggingConfig?.ApplicationLogLevel ?? 'INFO',
    AWS_LAMBDA_LOG_GROUP_NAME: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${ref}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: root,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_ACCESS_KEY_ID: logicalId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: SESSION_TOKEN,
    AWS_ENDPOINT_URL: awsUrl,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
