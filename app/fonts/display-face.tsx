const digits = new URL("./readex-pro-digits.woff2", import.meta.url).href;
const latin = new URL("./readex-pro-latin.woff2", import.meta.url).href;
const arabic = new URL("./readex-pro-arabic.woff2", import.meta.url).href;

/**
 * Fetches the display face with the page, not after its styles: the digits of prices, and the letters of a title.
 *
 * @param title whose letters are needed
 */
export function DisplayFace({ title }: { title: string }) {
  const letters = /\p{Script=Arabic}/u.test(title) ? arabic : latin;
  return [digits, letters].map((font) => (
    <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossOrigin="anonymous" />
  ));
}
