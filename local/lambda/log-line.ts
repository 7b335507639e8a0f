/** What a function says, as the terminal shows it. */
import type { Thrown } from './messages.ts';

/**
 * A line that the function printed. A metric in the embedded metric format, which is meant for CloudWatch, is cut to names and values.
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

/** What the function threw. "Unauthorized" is how an authorizer refuses, so there is no defect to trace. */
export function thrownLine({ errorType, message, stack }: Thrown): string {
  return message === 'Unauthorized' ? `${errorType}: ${message}` : stack;
}
