/** Drafts, where several tabs of one browser write them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const importDrafts = () => import('#web/src/state/drafts.ts');

type Drafts = Awaited<ReturnType<typeof importDrafts>>;

/** The locks of one browser: who asks for one that is held waits until its tab is closed. */
function browserLocks() {
  const holders = new Map<string, object>();
  const waiting: (() => void)[] = [];
  const retry = (): void => {
    for (const again of waiting.splice(0)) again();
  };

  const ofTab = (tab: object) => ({
    query: async () => ({ held: [...holders.keys()].map((name) => ({ name })) }),
    async request(name: string, { ifAvailable = false }, act: (lock: object | null) => unknown) {
      if (ifAvailable && holders.has(name)) return act(null);
      while (holders.has(name)) await new Promise<void>((resolve) => waiting.push(resolve));
      holders.set(name, tab);
      const result = await act({ name });
      holders.delete(name);
      retry();
      return result;
    },
  });
  const close = (tab: object): void => {
    for (const [name, holder] of holders) if (holder === tab) holders.delete(name);
    retry();
  };
  return { ofTab, close };
}

describe('drafts', () => {
  let locks = browserLocks();
  const stores = new Map<object, Map<string, string>>();

  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    localStorage.clear();
    locks = browserLocks();
    stores.clear();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** Loads the page in a tab, which keeps its session storage over reloads. */
  async function load(tab: object): Promise<Drafts> {
    const kept = stores.get(tab) ?? new Map<string, string>();
    stores.set(tab, kept);
    vi.resetModules();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    });
    vi.stubGlobal('navigator', { languages: ['en'], locks: locks.ofTab(tab) });
    const drafts = await importDrafts();
    await drafts.takeOverDrafts('alice', new AbortController().signal);
    return drafts;
  }

  async function reload(tab: object): Promise<Drafts> {
    locks.close(tab);
    return load(tab);
  }

  it('belong to the tab that writes them: another one can send something else, and neither is lost', async () => {
    const [one, two] = [{}, {}];
    const first = await load(one);
    first.writeDraft('alice', 'bob', 'A long letter');
    const second = await load(two);
    expect(second.readDraft('alice', 'bob')).toBe('');

    second.writeDraft('alice', 'bob', 'Something else');
    second.writeDraft('alice', 'bob', '');

    expect((await reload(one)).readDraft('alice', 'bob')).toBe('A long letter');
  });

  it('are counted in all tabs: texts, files and edits, but no reply that has no text', async () => {
    const first = await load({});
    first.writeDraft('alice', 'bob', 'A long letter');
    first.writeDraftTarget('alice', 'bob', JSON.stringify({ kind: 'reply' }));
    first.writeDraftFiles('alice', '/needs/alice.1', [{ key: 'k', type: 'image/webp', bytes: 8 }]);
    first.writeDraftTarget('alice', 'dan', JSON.stringify({ kind: 'reply' }));
    first.writeDraft('carla', 'bob', 'Of somebody else');
    const second = await load({});
    second.writeDraft('alice', 'bob', 'Something else');
    second.writeDraftTarget('alice', 'eve', JSON.stringify({ kind: 'edit', text: 'Better' }));

    expect(second.countDrafts('alice')).toBe(4);
  });

  it('of a closed tab are taken over by the next page', async () => {
    const one = {};
    const first = await load(one);
    first.writeDraft('alice', 'bob', 'Not sent');
    first.writeDraft('carla', 'bob', 'Of somebody else');
    locks.close(one);

    const second = await load({});

    expect(second.readDraft('alice', 'bob')).toBe('Not sent');
    second.writeDraft('alice', 'bob', '');
    expect(Object.keys(localStorage).filter((key) => key.startsWith('draft:alice:'))).toEqual([]);
    expect(second.readDraft('carla', 'bob')).toBe('');
  });

  it('of a closed tab are taken over with the posts that they are written from', async () => {
    const one = {};
    const first = await load(one);
    first.writeDraft('alice', 'bob', 'I have one');
    first.writeDraftPost('alice', 'bob', { id: 'bob.1', title: 'Wanted: a ladder' });
    const posts = () => Object.entries(localStorage).filter(([key]) => key.startsWith('draft-post:alice:bob:'));
    const [before] = posts();
    locks.close(one);

    await load({});

    expect(posts()).toEqual([[expect.not.stringContaining(String(before?.[0])), 'bob.1:Wanted: a ladder']]);
  });

  it('of a closed tab are taken over with what they reply to or edit', async () => {
    const one = {};
    const first = await load(one);
    first.writeDraftTarget('alice', 'bob', 'An edit');
    locks.close(one);

    expect((await load({})).readDraftTarget('alice', 'bob')).toBe('An edit');
  });

  it('of a tab that is closed later are taken over, and never replace what is being written', async () => {
    const one = {};
    const first = await load(one);
    first.writeDraft('alice', 'bob', 'To Bob');
    first.writeDraft('alice', 'dora', 'To Dora');
    const second = await load({});
    second.writeDraft('alice', 'bob', 'Also to Bob');

    locks.close(one);
    await vi.advanceTimersByTimeAsync(15_000);

    expect(second.readDraft('alice', 'dora')).toBe('To Dora');
    expect(second.readDraft('alice', 'bob')).toBe('Also to Bob');
    second.writeDraft('alice', 'bob', '');
    expect((await load({})).readDraft('alice', 'bob')).toBe('To Bob');
  });

  it('of a tab stay with it while a slow phone reloads it', async () => {
    const one = {};
    const first = await load(one);
    first.writeDraft('alice', 'bob', 'To Bob');
    const second = await load({});

    locks.close(one);
    await vi.advanceTimersByTimeAsync(8_000);
    const again = await load(one);
    await vi.advanceTimersByTimeAsync(15_000);

    expect(again.readDraft('alice', 'bob')).toBe('To Bob');
    expect(second.readDraft('alice', 'bob')).toBe('');
  });

  it('that an earlier version of the page has left are found', async () => {
    localStorage.setItem('draft:alice:bob', 'From before');

    expect((await load({})).readDraft('alice', 'bob')).toBe('From before');
  });

  it('are all deleted at sign-out, those of other tabs, too', async () => {
    const first = await load({});
    first.writeDraft('alice', 'bob', 'One');
    const second = await load({});
    second.writeDraft('alice', 'bob', 'Two');
    second.writeDraftPost('alice', 'bob', { id: 'bob.1', title: 'A ladder' });
    second.writeDraftTarget('alice', 'bob', 'An edit');

    second.deleteDrafts();

    expect(Object.keys(localStorage)).toEqual([]);
  });
});
