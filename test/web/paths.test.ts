/** The addresses of the page. */
import { describe, expect, it } from 'vitest';
import {
  MESSENGER_ROUTE,
  isMessengerAddress,
  landingPath,
  parseQuery,
  paths,
  selectionPath,
  withQuery,
} from '#web/src/paths.ts';

describe('an address', () => {
  it.each([
    [paths.conversations, { area: 'conversations', selected: undefined }],
    [selectionPath('people', 'jun-ho'), { area: 'people', selected: 'jun-ho' }],
    [
      selectionPath('needs', 'jun-ho.k3J9x0aB7QeWm1Zs4TtY_-'),
      { area: 'needs', selected: 'jun-ho.k3J9x0aB7QeWm1Zs4TtY_-' },
    ],
    ['/settings/sessions/', { area: 'settings', selected: 'sessions' }],
  ])('in the messenger names an area, and what is selected in it: %s', (path, groups) => {
    expect(MESSENGER_ROUTE.exec(path)?.groups).toEqual(groups);
  });

  it.each([
    '/sign-in',
    '//evil.example/people',
    'https://evil.example/people',
    '/people/../x',
    '/needs/a.b.c',
    '/peoples',
  ])('outside of the messenger is never opened after signing in: %s', (path) => {
    expect(MESSENGER_ROUTE.test(path)).toBe(false);
    expect(isMessengerAddress(path)).toBe(false);
    expect(isMessengerAddress(`${path}?next=/needs`)).toBe(false);
  });

  it('keeps its query over a sign-in', () => {
    expect(isMessengerAddress('/needs?kind=offer&words=a?b')).toBe(true);
  });

  it.each([
    ['/', '', '/conversations'],
    ['/sign-in', '/needs?kind=offer', '/needs?kind=offer'],
    ['/sign-up', '//evil.example/people', '/conversations'],
    ['/nonsense', '/needs', undefined],
    ['/peoples/bob', '', undefined],
  ])('that is known leads somebody who signed in on, and another one is not found: %s', (path, next, landing) => {
    expect(landingPath(path, { next })).toBe(landing);
  });

  it.each([
    ['confirmed here', paths.confirm, {}, '/needs'],
    ['confirmed, and then signed in', paths.signIn, { confirmed: 'ann' }, '/needs'],
    ['on the way to something', paths.signIn, { confirmed: 'ann', next: '/people/bob' }, '/people/bob'],
  ])('leads somebody who has just signed up to the needs: %s', (_, path, query, landing) => {
    expect(landingPath(path, query)).toBe(landing);
  });

  it('leads back to where somebody was last, unless they are on their way to something', () => {
    expect(landingPath('/', {}, '/needs')).toBe('/needs');
    expect(landingPath('/sign-in', { next: '/people/bob' }, '/needs')).toBe('/people/bob');
    expect(landingPath('/', {}, '//evil.example')).toBe('/conversations');
    expect(landingPath('/nonsense', {}, '/needs')).toBeUndefined();
  });

  it('carries parameters, whatever they contain', () => {
    const path = withQuery(paths.confirm, { username: 'ann&next=x@example.org' });

    expect(parseQuery(path.slice(path.indexOf('?')))).toEqual({ username: 'ann&next=x@example.org' });
  });
});
