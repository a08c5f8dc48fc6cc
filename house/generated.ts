import type { Override } from "./biome";
import { drawHouse, tableOfBrowserRooms, tableOfRooms } from "./picture";
import { tablesOfSettings } from "./settings";

/** Finds what `npm run house` writes among what people write. */

export function isImportRule({ linter }: Override): boolean {
  return JSON.stringify(linter ?? {}).includes("noRestrictedImports");
}

/** A page with the picture and the tables of rooms in their places. */
export function writeHouse(page: string): string {
  const parts = { picture: drawHouse(), rooms: tableOfRooms(), "browser-rooms": tableOfBrowserRooms() };
  return Object.entries(parts).reduce((text, [name, content]) => between(text, name, content), page);
}

/** A page with the tables of settings in their place. */
export function writeSettings(page: string): string {
  return between(page, "settings", tablesOfSettings());
}

/** Replaces what stands between `<!-- name: … -->` and `<!-- /name -->`. */
function between(text: string, name: string, content: string): string {
  return text.replace(
    new RegExp(`(<!-- ${name}: [^>]*-->\\n)[\\s\\S]*?(\\n<!-- /${name} -->)`),
    (_, start: string, end: string) => `${start}${content}${end}`,
  );
}
