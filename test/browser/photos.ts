/** Pictures and files for people to send, made in the browser that sends them, and how they are looked at. */
import { type Locator, type Page, expect } from '@playwright/test';
import { withPlace } from '../web/pictures/pictures.ts';

interface Payload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Draws a picture with a green upper left corner. */
async function drawn(page: Page, type: string, width = 2_000, height = 1_500): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ([of, w, h]) => {
      const canvas = new OffscreenCanvas(w, h);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('This browser draws nothing.');
      const sky = context.createLinearGradient(0, 0, w, h);
      sky.addColorStop(0, '#f4c27a');
      sky.addColorStop(0.5, '#d96f4e');
      sky.addColorStop(1, '#31456a');
      context.fillStyle = sky;
      context.fillRect(0, 0, w, h);
      context.fillStyle = '#00c000';
      context.fillRect(0, 0, w / 4, h / 4);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: of })).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    [type, width, height] as const,
  );
  return Buffer.from(base64, 'base64');
}

/** A photo of a camera that was held upright: the file lies on its side, and says so, and where it was taken. */
export const photo = async (page: Page, name = 'IMG_2041.jpg'): Promise<Payload> => ({
  name,
  mimeType: 'image/jpeg',
  buffer: Buffer.from(withPlace(await drawn(page, 'image/jpeg'))),
});

export const pdf = (name: string): Payload => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
});

/** Pastes a picture as a screenshot is pasted. */
export async function pasteScreenshot(page: Page, composer: Locator): Promise<void> {
  const bytes = [...(await drawn(page, 'image/png', 800, 500))];
  await composer.evaluate((box, given) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(given)], 'image.png', { type: 'image/png' }));
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, bytes);
}

/** Picks files as the button of the composer does. */
export const pick = (page: Page, ...files: readonly Payload[]): Promise<void> =>
  page.getByLabel('Files', { exact: true }).setInputFiles([...files]);

/** Waits until pictures are shown, and returns their sizes. */
export async function sizesOf(pictures: Locator, count: number): Promise<(readonly [number, number])[]> {
  await expect(pictures).toHaveCount(count);
  await expect
    .poll(() => pictures.evaluateAll((all) => (all as HTMLImageElement[]).every((one) => one.naturalWidth > 0)))
    .toBe(true);
  return pictures.evaluateAll((all) =>
    (all as HTMLImageElement[]).map((one) => [one.naturalWidth, one.naturalHeight] as const),
  );
}

/** Returns the bytes that the page shows a picture from, as a text of one character each. */
export const bytesOf = (shown: Locator): Promise<string> =>
  shown.evaluate(async (image) => {
    const bytes = new Uint8Array(await (await fetch((image as HTMLImageElement).src)).arrayBuffer());
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  });

/** Looks at what a window shows as a phone would show it, in the dark. */
export async function atPhone({ page }: { readonly page: Page }, look: () => Promise<void>): Promise<void> {
  const before = page.viewportSize();
  await page.emulateMedia({ colorScheme: PHONE.colorScheme });
  await page.setViewportSize(PHONE.viewport);
  await look();
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** A person at a phone. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
} as const;
