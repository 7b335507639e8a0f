/** The page starts without a network for a person who was signed in here, and for nobody else. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bootstrap, wasSignedIn } from '#web/src/bootstrap.ts';
import { signedInPerson } from '#web/src/browser/signed-in.ts';
import { memoryCaches } from './worker/memory-caches.ts';

const CONFIG = { apiUrl: 'https://center.example/api', webSocketUrl: 'wss://center.example' };
const session = (username: string) => Response.json({ username, accessToken: `token of ${username}`, expiresIn: 600 });

/** What the network answers, by the end of the address; it is missing where nothing is given. */
let answers: Readonly<Record<string, () => Response>> = {};

beforeEach(() => {
  localStorage.clear();
  answers = {};
  vi.stubGlobal('caches', memoryCaches('https://center.example'));
  vi.stubGlobal('fetch', async (url: string) => {
    const [, answer] = Object.entries(answers).find(([end]) => url.endsWith(end)) ?? [];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

const online = (refresh: () => Response) => ({ '/config.json': () => Response.json(CONFIG), '/auth/refresh': refresh });

/** Signs somebody in here, as a sign-in in another tab would. */
async function wasHere(username: string): Promise<void> {
  localStorage.setItem('signed-in', 'yes');
  answers = online(() => session(username));
  await bootstrap();
  answers = {};
}

describe('a start without a network', () => {
  it('shows the page of the person who was signed in', async () => {
    await wasHere('alice');

    const started = await bootstrap();

    expect(started.session.username).toBe('alice');
    expect(started.webSocketUrl).toBe(CONFIG.webSocketUrl);
  });

  it('proves nothing: the first call after it takes up the session of the cookie', async () => {
    await wasHere('alice');
    const started = await bootstrap();
    await expect(started.session.accessToken()).rejects.toThrow('could not be reached');

    answers = online(() => session('alice'));

    expect(await started.session.accessToken()).toBe('token of alice');
  });

  it.each([
    ['has ended', () => Response.json({ message: 'Unauthorized' }, { status: 401 })],
    ['is of somebody else', () => session('bob')],
  ])('ends once the network is back, if the session of the cookie %s', async (_, refresh) => {
    await wasHere('alice');
    const started = await bootstrap();

    answers = online(refresh);
    await started.session.accessToken().catch(() => undefined);

    expect(started.session.username).toBeUndefined();
    expect(wasSignedIn()).toBe(false);
  });

  it('says that there is none where nobody was signed in, and after a sign-out', async () => {
    await expect(bootstrap()).rejects.toThrow('Failed to fetch');

    await wasHere('alice');
    answers = { ...online(() => session('alice')), '/auth/sign-out': () => new Response(null, { status: 204 }) };
    const started = await bootstrap();
    await started.session.signOut();
    answers = {};

    await expect(bootstrap()).rejects.toThrow('Failed to fetch');
  });

  it('waits for the server where that is in trouble', async () => {
    await wasHere('alice');
    answers = online(() => Response.json({ message: 'Service Unavailable' }, { status: 503 }));

    await expect(bootstrap()).rejects.toMatchObject({ status: 503 });
  });
});

describe('a browser that keeps nothing', () => {
  it('stays signed in by the cookie', async () => {
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: full, removeItem: () => undefined, length: 0 });
    answers = online(() => session('alice'));

    const started = await bootstrap();

    expect(started.session.username).toBe('alice');
  });
});

describe('the worker', () => {
  it('learns who is signed in, and that nobody is any more', async () => {
    await wasHere('alice');
    await vi.waitFor(async () => expect(await signedInPerson()).toBe('alice'), 60_000);

    answers = online(() => Response.json({ message: 'Unauthorized' }, { status: 401 }));
    await bootstrap();

    await vi.waitFor(async () => expect(await signedInPerson()).toBeUndefined(), 60_000);
  });

  it('shows no notification any more of a person whose session has ended by itself', async () => {
    await wasHere('alice');
    const close = vi.fn<() => void>();
    const registration = { getNotifications: async () => [{ tag: 'message zoe', close }] };
    const value = { getRegistration: async () => registration };
    Object.defineProperty(navigator, 'serviceWorker', { value, configurable: true });
    answers = online(() => Response.json({ message: 'Unauthorized' }, { status: 401 }));

    await bootstrap();

    await vi.waitFor(() => expect(close).toHaveBeenCalled(), 60_000);
    Reflect.deleteProperty(navigator, 'serviceWorker');
  });
});

describe('a person who signs in in another tab', () => {
  it('stays signed in here when the tab of the person before finds that its session has ended', async () => {
    await wasHere('alice');
    answers = online(() => session('alice'));
    const first = await bootstrap();
    // Alice has signed out in the other tab, and Bob has signed in there.
    answers = online(() => session('bob'));
    localStorage.setItem('signed-in', 'yes');
    await bootstrap();
    await vi.waitFor(async () => expect(await signedInPerson()).toBe('bob'), 60_000);

    await first.session.refresh();

    expect(first.session.username).toBeUndefined();
    expect(wasSignedIn()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(await signedInPerson()).toBe('bob');
  });

  it('stays the one that this browser remembers when the tab of the person before hears of a new version', async () => {
    await wasHere('alice');
    answers = online(() => session('alice'));
    const first = await bootstrap();
    answers = online(() => session('bob'));
    localStorage.setItem('signed-in', 'yes');
    await bootstrap();
    const headers = { 'x-version': '999999' };
    answers = { '/auth/resend-code': () => new Response(null, { status: 202, headers }) };

    await first.session.resendCode({ username: 'carol' });

    expect(first.session.serverVersion).toBe(999_999);
    expect(localStorage.getItem('signed-in')).toBe('bob');
  });
});

describe('a tab that is loaded again', () => {
  it('says that it is open before the network answers', async () => {
    localStorage.setItem('signed-in', 'alice');
    const asked: string[] = [];
    const locks = { request: async (name: string) => void asked.push(name) };
    vi.stubGlobal('navigator', { languages: ['en'], locks });
    vi.stubGlobal('fetch', () => new Promise(() => {}));
    vi.resetModules();
    const fresh = await import('#web/src/bootstrap.ts');

    void fresh.bootstrap();

    expect(asked).toEqual([expect.stringMatching(/^message-center tab /)]);
  });
});
