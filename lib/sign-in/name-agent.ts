import "server-only";

/** Every browser also names those that it descends from, so the later ones come last. */
const browsers: [pattern: RegExp, name: string][] = [
  [/ Edg(?:A|iOS)?\//, "Edge"],
  [/ OPR\//, "Opera"],
  [/ SamsungBrowser\//, "Samsung Internet"],
  [/ (?:Firefox|FxiOS)\//, "Firefox"],
  [/ (?:Chrome|CriOS)\//, "Chrome"],
  [/ Safari\//, "Safari"],
];
const systems: [pattern: RegExp, name: string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Macintosh/, "macOS"],
  [/Linux/, "Linux"],
];

/**
 * What to call a browser in the list of sessions, such as "Firefox on Linux": enough to tell one's own from another's. The
 * header itself is not stored. Pure.
 *
 * @returns null for programs and unknown browsers
 */
export function nameAgent(userAgent: string | null): string | null {
  const find = (names: typeof browsers) => names.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  const [browser, system] = [find(browsers), find(systems)];
  if (browser === undefined) return null;
  return system === undefined ? browser : `${browser} on ${system}`;
}
