/**
 * Counts the bytes that Lambda's runtime would send to CloudWatch Logs for a function's output. Runs inside the worker
 * thread. Lambda's own lines (START, REPORT, "Task timed out") do not count.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
import { format as inspect } from 'node:util';

/** The log level of each method of `console`, and the levels in ascending order. */
const LEVELS = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;
const ORDER: readonly string[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
/** A stand-in: only the length of a request id matters. */
const REQUEST_ID = '00000000-0000-0000-0000-000000000000';

type Print = (...values: unknown[]) => void;

export interface LogFormat {
  readonly isJson: boolean;
  /** The lowest level that is logged. It applies to JSON only; text is always logged. */
  readonly level: string;
}

/** Returns the size of the line that a call of `console` logs, or 0 if its level is not logged. */
export function lineBytes(level: string, values: readonly unknown[], { isJson, level: lowest }: LogFormat): number {
  const timestamp = new Date(0).toISOString();
  if (!isJson) return Buffer.byteLength(`${timestamp}\t${REQUEST_ID}\t${level}\t${inspect(...values)}\n`);
  if (ORDER.indexOf(level) < ORDER.indexOf(lowest)) return 0;
  const line = { timestamp, level, requestId: REQUEST_ID, ...messageOf(values) };
  return Buffer.byteLength(`${JSON.stringify(line, describeError)}\n`);
}

/** A single value is the message as it is. Several values become a string, beside the first error among them. */
function messageOf(values: readonly unknown[]): object {
  if (values.length === 1) return { message: values[0] };
  const error = values.find((value) => value instanceof Error);
  return { message: inspect(...values), ...(error && errorFields(error)) };
}

const errorFields = ({ name, message, stack = '' }: Error): object => ({
  errorType: name,
  errorMessage: message,
  stackTrace: stack.split('\n'),
});

const describeError = (_: string, value: unknown): unknown =>
  value instanceof Error ? Object.assign(errorFields(value), value) : value;

/** Writes a lone object as Lambda's JSON does, on one line; a terminal gets anything else as Node.js prints it. */
function onOneLine(values: readonly unknown[]): readonly unknown[] {
  const [value] = values;
  const isRecord = values.length === 1 && typeof value === 'object' && value !== null && !(value instanceof Error);
  return isRecord ? [JSON.stringify(value, describeError)] : values;
}

/**
 * Reports the size of each line that is printed from now on, and its text where it is written to a stream as it is, as
 * metrics are.
 */
export function meterLogs(format: LogFormat, report: (bytes: number, text?: string) => void): void {
  let isConsole = false;
  for (const [method, level] of Object.entries(LEVELS)) {
    const print = Reflect.get(console, method) as Print;
    Reflect.set(console, method, (...values: unknown[]) => {
      report(lineBytes(level, values, format));
      isConsole = true;
      try {
        print(...(format.isJson ? onOneLine(values) : values));
      } finally {
        isConsole = false;
      }
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...values: unknown[]) => boolean;
    Reflect.set(stream, 'write', (chunk: string | Uint8Array, ...more: unknown[]) => {
      if (!isConsole) report(Buffer.byteLength(chunk), String(chunk));
      return write(chunk, ...more);
    });
  }
}
