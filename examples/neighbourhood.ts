/**
 * A message center in a stack of one's own, which has its own alarm topic and watches the API as well:
 * `npx cdk synth --app 'node --import tsx examples/neighbourhood.ts'`
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { MessageCenter } from 'message-center';

export class NeighbourhoodStack extends Stack {
  constructor(app: App, id: string) {
    super(app, id);
    const alarmTopic = new Topic(this, 'OnCall');
    const messages = new MessageCenter(this, 'Messages', { messagesToLoad: 30, alarmTopic });

    messages.httpApi.api
      .metricServerError()
      .createAlarm(this, 'ServerErrors', { threshold: 5, evaluationPeriods: 1 })
      .addAlarmAction(new SnsAction(alarmTopic));
    new CfnOutput(this, 'PageUrl', { value: messages.site.origin });
  }
}

new NeighbourhoodStack(new App(), 'Neighbourhood');
