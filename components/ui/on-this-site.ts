/** A URL of our own as the page that is open may load it, under whatever name it was opened. */
export function onThisSite(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
