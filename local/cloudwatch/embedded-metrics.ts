/**
 * Reads metrics from a function's log: the embedded metric format, one JSON object in a line.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import type { Metric } from './metric-store.ts';

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

/** Receives a metric's value. */
export type ReportMetric = (metric: Metric, value: number) => void;

/** Reports each metric in a line: once for each set of dimensions, unless a dimension or the value is missing. */
export function readEmbeddedMetrics(line: string, report: ReportMetric): void {
  if (!/^\{.*"_aws":/.test(line)) return;
  let members: Readonly<Record<string, unknown>>;
  try {
    members = JSON.parse(line) as typeof members;
  } catch {
    return;
  }
  const { CloudWatchMetrics = [] } = members['_aws'] as { readonly CloudWatchMetrics?: readonly Directive[] };
  for (const { Namespace: namespace, Dimensions, Metrics } of CloudWatchMetrics) {
    for (const names of Dimensions) {
      const dimensions = Object.fromEntries(names.map((name) => [name, members[name]]));
      if (Object.values(dimensions).some((value) => typeof value !== 'string')) continue;
      for (const { Name: name } of Metrics) {
        const values = [members[name]].flat();
        for (const value of values)
          if (typeof value === 'number')
            report({ namespace, name, dimensions: dimensions as Readonly<Record<string, string>> }, value);
      }
    }
  }
}
