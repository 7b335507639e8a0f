/** A Lambda function with our defaults. One call grants access and sets the variable that says where to find it. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type Conditions, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime, SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { METRICS_SERVICE } from '#functions/aws/environment.ts';
import { accept, acceptPattern } from './accept.ts';
import { type EntryPoint, bundleOf } from './bundle.ts';
import type { BucketOperation, FilePrefix, FilesBucket } from './files-bucket.ts';
import type { ServiceTable } from './tables.ts';

export type TableOperation =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem';

interface Options {
  /** @default - 10 seconds */
  readonly timeout?: Duration;
  /**
   * How many invocations may run at once: as many are set aside for the function alone.
   *
   * @default 0 - as many as the account has left, and none is set aside
   */
  readonly reservedConcurrency?: number;
}

/** What calls a function: the folder of its entry point. */
export type Caller = EntryPoint extends `${infer Folder}/${string}` ? Folder : never;

export class ServiceFunction extends Construct {
  readonly lambda: Function;
  /** The folder of its entry point: what calls it. */
  readonly caller: Caller;

  constructor(scope: Construct, id: string, entryPoint: EntryPoint, options: Options = {}) {
    super(scope, id);
    const { timeout = Duration.seconds(10), reservedConcurrency = 0 } = options;
    this.caller = entryPoint.split('/')[0] as Caller;
    const logGroup = new LogGroup(this, 'Logs', {
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A role of its own instead of the managed policy, which allows writing to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.lambda = new Function(this, 'Function', {
      code: Code.fromAsset(bundleOf(entryPoint)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // CPU comes with memory: with less, cold starts are slow for little saved.
      memorySize: 1024,
      timeout,
      ...(reservedConcurrency > 0 && { reservedConcurrentExecutions: reservedConcurrency }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // START, END and REPORT of every invocation cost more than all that the functions log.
      systemLogLevelV2: SystemLogLevel.WARN,
    });
    accept(this, {
      'Serverless-LambdaDLQ':
        'Only asynchronous events go there. The sweep alone is invoked so, and runs again within the hour.',
      'Serverless-LambdaTracing':
        'Traces are billed. The access logs and the logs of functions have the request id, route and milliseconds.',
    });
  }

  /** Allows exactly these operations on the table and sets the variables with its name and with whose table it is. */
  bindTable(table: ServiceTable, ...operations: readonly TableOperation[]): this {
    this.allow(
      table.tableArn,
      operations.map((operation) => `dynamodb:${operation}`),
    );
    return this.addEnvironment(table.variable, table.tableName).addEnvironment(METRICS_SERVICE, table.service);
  }

  /**
   * Allows exactly these operations on objects under the prefix and sets the variable with the bucket's name. Nothing
   * allows listing, so S3 answers 403 for an object that does not exist, as for one that the function may not read.
   * Copying takes GetObject on the source and PutObject on the destination; HeadObject takes GetObject.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   */
  bindBucket(bucket: FilesBucket, prefix: FilePrefix, ...operations: readonly BucketOperation[]): this {
    const objects = bucket.arnForObjects(`${prefix}*`);
    this.allow(
      objects,
      operations.map((operation) => `s3:${operation}`),
    );
    acceptPattern(this, objects, 'Each file is an object of its own, made later than the policy, under one prefix.');
    return this.addEnvironment(bucket.variable, bucket.bucketName);
  }

  /** Allows exactly these actions on the resource, under these conditions. */
  allow(resource: string, actions: readonly string[], conditions: Conditions = {}): this {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [resource], conditions }));
    return this;
  }

  addEnvironment(variable: string, value: string): this {
    this.lambda.addEnvironment(variable, value);
    return this;
  }
}
