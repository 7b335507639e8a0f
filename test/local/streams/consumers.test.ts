/** Which functions' writes need not wait for the disk. */
import { expect, it } from 'vitest';
import { streamConsumers } from '#local/streams/consumers.ts';
import { lambdaFunction, role, smallStack } from '../../support/small-assembly.ts';

it('only functions that nothing but an event source mapping invokes need not wait for the disk', async () => {
  const arn = (name: string): object => ({ 'Fn::GetAtt': [name, 'Arn'] });
  const mapping = (FunctionName: object): object => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName },
  });
  const stack = await smallStack({
    resources: {
      Role: role(),
      Consumer: lambdaFunction('Consumer'),
      Both: lambdaFunction('Both'),
      Route: lambdaFunction('Route'),
      OfConsumer: mapping({ Ref: 'Consumer' }),
      OfBoth: mapping(arn('Both')),
      OnBoth: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Both' } } },
      OnRoute: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: arn('Route') } },
    },
  });

  expect([...streamConsumers(stack)]).toEqual(['Consumer']);
});
