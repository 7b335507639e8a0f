/** The media types of files: which are shown in place, and which posts may have. */

/** What posts may show. Each is decoded by every browser, and its segments can be checked. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

export const isPictureType = (type: string): type is PictureType => PICTURE_TYPES.some((known) => known === type);

/** Images that a browser shows in place. SVG is a document with scripts, so it is not among them. */
const SHOWN_IMAGES: ReadonlySet<string> = new Set([...PICTURE_TYPES, 'image/gif', 'image/avif']);

/** Sounds and films that a browser plays in place. */
const isPlayed = (type: string): boolean => /^(audio|video)\//.test(type) && !isXml(type);

/**
 * True if a browser takes the type for XML, whatever comes before its suffix. XML is a document, and may have scripts.
 * https://mimesniff.spec.whatwg.org/#xml-mime-type
 */
const isXml = (type: string): boolean => type.endsWith('+xml') || type.endsWith('/xml');

/** True if a link to a file of this type may show it in place. All else is a download, PDF and HTML too. */
export const isShownInline = (type: string): boolean => SHOWN_IMAGES.has(type) || isPlayed(type);
