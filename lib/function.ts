/** A Lambda function with our defaults. What it may touch and how it learns where that is are said in one call. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime, SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type EntryPoint, bundleOf } from './bundle.ts';
import type { StoredTable } from './tables.ts';

export type TableVerb = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'BatchWriteItem';

interface Options {
  /** 10 seconds unless said otherwise. */
  readonly timeout?: Duration;
}

export class ServiceFunction extends Construct {
  readonly lambda: Function;

  constructor(scope: Construct, id: string, entryPoint: EntryPoint, { timeout = Duration.seconds(10) }: Options = {}) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
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
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // START, END and REPORT of every invocation cost more than all that the functions log.
      systemLogLevelV2: SystemLogLevel.WARN,
    });
  }

  /** Allows exactly these operations on the table and tells the function its name. */
  bindTable({ table, variable }: StoredTable, ...verbs: readonly TableVerb[]): this {
    this.allow(
      table.tableArn,
      verbs.map((verb) => `dynamodb:${verb}`),
    );
    return this.tell(variable, table.tableName);
  }

  allow(resource: string, actions: readonly string[]): this {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [resource] }));
    return this;
  }

  /** Sets an environment variable. */
  tell(variable: string, value: string): this {
    this.lambda.addEnvironment(variable, value);
    return this;
  }
}
