/** The main navigation: what its dots say. */
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { createPublisher } from '#client/publisher.ts';
import { Navigation } from '#web/src/parts/navigation.tsx';
import { PublisherContext } from '#web/src/state/publisher.ts';
import { fakeSession, inMessenger, refusal } from '../fake-session.ts';

it('marks the needs where a post of mine could not be published, and the messages where some are unread', async () => {
  const session = fakeSession({
    createPost: () => {
      throw refusal(400, 'invalid');
    },
  });
  const publisher = createPublisher({ session });
  // React does not wait for a promise that says that it is fulfilled.
  const loaded = Object.assign(Promise.resolve(publisher), { status: 'fulfilled', value: publisher });
  render(
    <PublisherContext value={loaded}>
      <Navigation area="people" unread={2} />
    </PublisherContext>,
    { wrapper: inMessenger(session) },
  );
  await screen.findByRole('link', { name: 'Needs' });

  await publisher.publish({ clientId: 'c1', request: { kind: 'need', title: 'A flat tyre' }, fields: {} });

  expect(await screen.findByRole('link', { name: 'Needs, 1 post is not published' })).toBeDefined();
  expect(screen.getByRole('link', { name: 'Messages, 2 unread' })).toBeDefined();
  publisher.close();
});

it('asks for help from anywhere', () => {
  render(<Navigation area="conversations" unread={0} />, { wrapper: inMessenger(fakeSession({})) });

  expect(screen.getByRole('link', { name: 'Ask for help' }).getAttribute('href')).toBe('/needs/new');
});
