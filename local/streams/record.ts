/** A stream record in the form of Lambda's event. */
import { hash } from 'node:crypto';
import { writtenAt, type StreamRecord } from '../dynamodb/stream-record.ts';

export interface EventSource {
  readonly arn: string;
  readonly region: string;
  readonly viewType: string;
}

/** Returns the event record. Its `eventID` is the same at every delivery. */
export function eventRecord(record: StreamRecord, source: EventSource): object {
  const { sequenceNumber, eventName, keys, newImage, oldImage, size, expired } = record;
  return {
    eventID: hash('md5', source.arn + sequenceNumber),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: source.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(writtenAt(record) / 1000),
      Keys: keys,
      ...(newImage && { NewImage: newImage }),
      ...(oldImage && { OldImage: oldImage }),
      SequenceNumber: sequenceNumber,
      SizeBytes: size,
      StreamViewType: source.viewType,
    },
    ...(expired && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    eventSourceARN: source.arn,
  };
}
