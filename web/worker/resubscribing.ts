/**
 * Takes the place of a subscription that the browser or its push service has ended, while no page is open. What fails
 * here is done by the next page that is opened.
 */
import type { Account } from './account.ts';

export interface ResubscribingParts {
  readonly account: Pick<Account, 'replaceSubscription'>;
  readonly person: () => Promise<{ readonly username?: string | undefined }>;
  /** Subscribes again. @param key the server's, which the subscription before was made with */
  readonly subscribe: (key: BufferSource) => Promise<PushSubscription>;
}

/** The event of Push API, section 11.4. Browsers give it one of the two, both, or none. */
export interface SubscriptionChange {
  readonly newSubscription?: PushSubscription | null;
  readonly oldSubscription?: PushSubscription | null;
}

export async function onSubscriptionChange(
  { newSubscription, oldSubscription }: SubscriptionChange,
  { account, person, subscribe }: ResubscribingParts,
): Promise<void> {
  const { username } = await person();
  const key = oldSubscription?.options.applicationServerKey;
  const made = newSubscription ?? (username !== undefined && key ? await subscribe(key) : undefined);
  if (!made) return;
  const { endpoint = made.endpoint, keys: { p256dh = '', auth = '' } = {} } = made.toJSON();
  const subscribed = { endpoint, keys: { p256dh, auth } };
  // A subscription that nobody asked for any more would be told to nobody, and stay.
  const isWanted = username !== undefined && (await account.replaceSubscription(username, subscribed));
  if (!isWanted) await made.unsubscribe();
}
