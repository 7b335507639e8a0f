/** A single function, for the tests of how functions run. */
import { onTestFinished } from 'vitest';
import type { ServiceRequest, StreamedResponse } from '#local/aws/service.ts';
import { noFaults, type Faults } from '#local/faults.ts';
import { createFunctions, type Functions } from '#local/lambda/functions.ts';
import { loadStack } from '#local/template/load-stack.ts';
import { Meter } from '#local/usage/meter.ts';
import { addresses, lambdaFunction, role, writeAssembly } from '../../support/small-assembly.ts';

export const arn = 'arn:aws:lambda:us-east-1:000000000000:function:Echo';

interface Given {
  readonly source: string;
  readonly properties?: object;
  readonly resources?: Readonly<Record<string, object>>;
  readonly strictInstances?: boolean;
  readonly endpoint?: (functionId: string, request: ServiceRequest) => Promise<StreamedResponse>;
}

/** Creates a function named Echo with the given source. */
export async function run({
  source,
  properties,
  resources,
  strictInstances = false,
  endpoint,
}: Given): Promise<Functions & { lines: string[]; faults: Faults; assembly: string; meter: Meter }> {
  const lines: string[] = [];
  const meter = new Meter();
  const faults = { ...noFaults, strictInstances };
  const assembly = await writeAssembly({
    resources: { Echo: lambdaFunction('Echo', properties), Role: role(), ...resources },
    bundles: { Echo: source },
  });
  const stack = await loadStack({ assembly, addresses });
  const functions = createFunctions({
    stack,
    endpoint: endpoint ?? (() => Promise.reject(new Error('This function must not call AWS.'))),
    awsUrl: 'http://127.0.0.1:3003',
    faults,
    log: (line) => lines.push(line),
    meter,
  });
  onTestFinished(() => functions.close());
  return { ...functions, lines, faults, assembly, meter };
}
