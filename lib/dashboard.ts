/** The dashboard: whether all is well, and what is used, which is what a bill is made of. */
import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { HttpApi } from './http-api.ts';
import type { Watched } from './watched.ts';
import type { WebSocketApi } from './web-socket-api.ts';

interface Props {
  readonly alarms: readonly Alarm[];
  readonly watched: Watched;
  readonly httpApi: HttpApi;
  readonly webSocketApi: WebSocketApi;
}

const PERIOD = Duration.minutes(5);
const sum = { statistic: Stats.SUM, period: PERIOD };
const highest = { statistic: Stats.MAXIMUM, period: PERIOD };

/** @returns the address of the dashboard in the console */
export function addDashboard(scope: Construct, { alarms, watched, httpApi, webSocketApi }: Props): string {
  const { functions, tables, queues, mappings } = watched;
  const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []) =>
    new GraphWidget({ title, width: 12, height: 6, left: [...left], right: [...right] });
  const socket = (metricName: string, statistic: string) =>
    webSocketApi.stage.metric(metricName, { statistic, period: PERIOD });
  const ages = mappings
    .filter(({ isStream }) => isStream)
    .map(
      ({ functionName }) =>
        new Metric({
          namespace: 'AWS/Lambda',
          metricName: 'IteratorAge',
          dimensionsMap: { FunctionName: functionName },
          ...highest,
        }),
    );
  const ofAccount = (metricName: string, statistic: string) =>
    new Metric({ namespace: 'AWS/Lambda', metricName, statistic, period: PERIOD });

  const dashboard = new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.hours(3),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 4, alarms: [...alarms] })],
      [
        graph(
          'Requests, and those that failed',
          [httpApi.stage.metricCount(sum), socket('MessageCount', Stats.SUM)],
          [httpApi.stage.metricServerError(sum), socket('IntegrationError', Stats.SUM)],
        ),
        graph('Latency (ms, of 99 in 100)', [
          httpApi.stage.metricLatency({ statistic: 'p99', period: PERIOD }),
          socket('IntegrationLatency', 'p99'),
        ]),
      ],
      [
        graph(
          'Errors of functions',
          functions.map((each) => each.metricErrors(sum)),
        ),
        graph(
          'Longest invocations (ms)',
          functions.map((each) => each.metricDuration(highest)),
        ),
      ],
      [
        graph('Age of streams (ms) and queues (s)', ages, [
          ...queues.map((queue) => queue.metricApproximateAgeOfOldestMessage(highest)),
        ]),
        graph(
          'Invocations at once, and throttled, in the account',
          [ofAccount('ConcurrentExecutions', Stats.MAXIMUM)],
          [ofAccount('Throttles', Stats.SUM)],
        ),
      ],
      [
        graph(
          'Read units',
          tables.map((table) => table.metricConsumedReadCapacityUnits(sum)),
        ),
        graph(
          'Write units',
          tables.map((table) => table.metricConsumedWriteCapacityUnits(sum)),
        ),
      ],
      [
        graph(
          'Invocations',
          functions.map((each) => each.metricInvocations(sum)),
        ),
        graph('New WebSockets', [socket('ConnectCount', Stats.SUM)]),
      ],
    ],
  });
  const { region } = Stack.of(scope);
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
  return `${console}#dashboards/dashboard/${dashboard.dashboardName}`;
}
