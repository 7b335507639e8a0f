/**
 * Offers, in the table of the post index: under `p#<post>` by person, for the owner of the post, and under `o#<person>`
 * by post, so that they are found when the person leaves. One item of each for a post and person. They do not expire: a
 * post may be renewed at any time. They go with the post or with the person.
 */

import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Offer, OfferRange, Offers } from '../core/feed/ports.ts';
import { conditionHeld, dynamo, queryAll } from './dynamo.ts';

export function postOffers(table: string): Offers {
  const put = (key: Key, offer: Offer): Promise<boolean> =>
    conditionHeld(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: { ...key, ...offer },
          // A stream keeps the order of each item alone, so a later message of the conversation may come first.
          ConditionExpression: 'attribute_not_exists(seq) OR seq > :seq',
          ExpressionAttributeValues: { ':seq': offer.seq },
        }),
      ),
    );

  const list = (name: string, { after, limit }: OfferRange): Promise<readonly Offer[]> =>
    queryAll<Offer>(
      {
        TableName: table,
        KeyConditionExpression: `#list = :list${after === undefined ? '' : ' AND #at > :after'}`,
        ExpressionAttributeNames: { '#list': 'list', ...(after !== undefined && { '#at': 'at' }) },
        ExpressionAttributeValues: { ':list': name, ...(after !== undefined && { ':after': after }) },
        ConsistentRead: true,
      },
      limit,
    );

  const removeAll = (keys: readonly Key[]): Promise<unknown> =>
    Promise.all(keys.map((Key) => dynamo.send(new DeleteCommand({ TableName: table, Key }))));

  return {
    async add(offer) {
      // The person's own item first: if we crash in between, their leaving still finds the other.
      await put(ofPerson(offer), offer);
      await put(forPost(offer), offer);
    },

    async get(post, person) {
      const command = new GetCommand({ TableName: table, Key: forPost({ post, person }), ConsistentRead: true });
      return (await dynamo.send(command)).Item as Offer | undefined;
    },

    listFor: (post, range) => list(`p#${post}`, range),
    listOf: (person, range) => list(`o#${person}`, range),

    async remove(offers) {
      // The person's own items last, for the same reason.
      await removeAll(offers.map(forPost));
      await removeAll(offers.map(ofPerson));
    },
  };
}

interface Key {
  readonly list: string;
  readonly at: string;
}

type Names = Pick<Offer, 'post' | 'person'>;

const forPost = ({ post, person }: Names): Key => ({ list: `p#${post}`, at: person });
const ofPerson = ({ post, person }: Names): Key => ({ list: `o#${person}`, at: post });
