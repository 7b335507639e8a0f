/** Formats a function's output for the terminal. */
import type { Thrown } from './messages.ts';

/**
 * Formats a line that the function printed. A metric in the embedded metric format, which is meant for CloudWatch, is
 * reduced to names and values.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function printedLine(line: string): string {
  if (!/^\{.*"_aws":/.test(line)) return line;
  try {
    const { _aws: _, ...values } = JSON.parse(line) as Record<string, unknown>;
    return `metric ${Object.entries(values)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(' ')}`;
  } catch {
    return line;
  }
}

/** Formats what the function threw. "Unauthorized" is how an authorizer refuses, so it needs no stack trace. */
export function thrownLine({ errorType, message, stack }: Thrown): string {
  return message === 'Unauthorized' ? `${errorType}: ${message}` : stack;
}
