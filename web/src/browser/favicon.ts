/** The icon of the tab, with a count on it. */

const ICON = '/favicon.svg';
/** A wider number has no room. */
const COUNT_MAX = 9;

let icon: Promise<string> | undefined;

/** Returns an icon with a count in its corner. @param svg whose view box is `0 0 <size> <size>` */
export function withCount(svg: string, count: number): string {
  const [, size = '32'] = /viewBox="0 0 (\d+)/.exec(svg) ?? [];
  const unit = Number(size) / 32;
  const text = count > COUNT_MAX ? `${COUNT_MAX}+` : String(count);
  const badge =
    `<g transform="scale(${unit})"><circle cx="22" cy="22" r="10" fill="#c4320a"/>` +
    `<text x="22" y="27" text-anchor="middle" font-family="sans-serif" font-size="${text.length > 1 ? 12 : 15}" ` +
    `font-weight="700" fill="#fff">${text}</text></g>`;
  return svg.replace(/<\/svg>\s*$/, `${badge}</svg>`);
}

/** Shows a count on the icon; 0: none. It is drawn from the icon itself, as a data URL, which the policy allows. */
export async function setFavicon(count: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  if (count === 0) return void (link.href = ICON);
  icon ??= fetch(ICON).then((response) => response.text());
  try {
    link.href = `data:image/svg+xml,${encodeURIComponent(withCount(await icon, count))}`;
  } catch {
    // Without a network: the next count tries again.
    icon = undefined;
  }
}
