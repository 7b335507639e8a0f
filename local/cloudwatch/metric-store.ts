/** The data points of metrics, by minute: what CloudWatch keeps of what services and functions report. */

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

interface Minute {
  sum: number;
  count: number;
  minimum: number;
  maximum: number;
  /** The values themselves, for percentiles: at most `SAMPLES_MAX`, the newest. */
  readonly samples: number[];
}

export const MINUTE_MS = 60_000;
/**
 * An alarm may look back this far.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const KEPT_MINUTES = 25 * 60;
const SAMPLES_MAX = 1000;

export class MetricStore {
  readonly #now: () => number;
  /** By metric, then by minute since 1970. */
  readonly #metrics = new Map<string, Map<number, Minute>>();

  /** @param now returns epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Adds a value at the present minute. */
  add(metric: Metric, value: number): void {
    const key = keyOf(metric);
    const minutes = this.#metrics.get(key) ?? new Map<number, Minute>();
    this.#metrics.set(key, minutes);
    const minute = Math.floor(this.#now() / MINUTE_MS);
    const data = minutes.get(minute) ?? { sum: 0, count: 0, minimum: Infinity, maximum: -Infinity, samples: [] };
    minutes.set(minute, data);
    data.sum += value;
    data.count += 1;
    data.minimum = Math.min(data.minimum, value);
    data.maximum = Math.max(data.maximum, value);
    if (data.samples.push(value) > SAMPLES_MAX) data.samples.shift();
  }

  /**
   * @param statistic `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile, such as `p99`
   * @param from epoch milliseconds, a whole minute; `until` too, and not included
   * @returns undefined where there is no data point
   * @throws {Error} for another statistic
   */
  statistic(metric: Metric, statistic: string, from: number, until: number): number | undefined {
    const minutes = this.#metrics.get(keyOf(metric));
    if (!minutes) return undefined;
    const data: Minute[] = [];
    for (let minute = from / MINUTE_MS; minute < until / MINUTE_MS; minute++) {
      const found = minutes.get(minute);
      if (found) data.push(found);
    }
    return data.length > 0 ? statisticOf(data, statistic) : undefined;
  }

  /** Drops what no alarm looks at any more. */
  prune(): void {
    const oldest = Math.floor(this.#now() / MINUTE_MS) - KEPT_MINUTES;
    for (const minutes of this.#metrics.values())
      for (const minute of minutes.keys()) if (minute < oldest) minutes.delete(minute);
  }
}

function statisticOf(data: readonly Minute[], statistic: string): number {
  const total = (of: (minute: Minute) => number) => data.reduce((sum, minute) => sum + of(minute), 0);
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1];
  if (percentile !== undefined) {
    const samples = data.flatMap((minute) => minute.samples).toSorted((one, other) => one - other);
    return samples[Math.max(0, Math.ceil((Number(percentile) / 100) * samples.length) - 1)] ?? 0;
  }
  switch (statistic) {
    case 'Sum':
      return total(({ sum }) => sum);
    case 'SampleCount':
      return total(({ count }) => count);
    case 'Average':
      return total(({ sum }) => sum) / total(({ count }) => count);
    case 'Minimum':
      return Math.min(...data.map(({ minimum }) => minimum));
    case 'Maximum':
      return Math.max(...data.map(({ maximum }) => maximum));
    default:
      throw new Error(
        `The local cloud does not know the statistic ${statistic}. Teach it in local/cloudwatch/metric-store.ts.`,
      );
  }
}

/** Two dozen values come with each delivered message, so the key is joined by hand: JSON takes three times as long. */
function keyOf({ namespace, name, dimensions }: Metric): string {
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  let key = `${namespace}\0${name}`;
  for (const dimension of names) key += `\0${dimension}\0${dimensions[dimension] ?? ''}`;
  return key;
}
