import type { Override } from "./biome";

/** Finds what `npm run house` writes among what people write. */

export function isImportRule({ linter }: Override): boolean {
  return JSON.stringify(linter ?? {}).includes("noRestrictedImports");
}

/** Replaces what stands between `<!-- name: … -->` and `<!-- /name -->`. */
export function between(text: string, name: string, content: string): string {
  return text.replace(
    new RegExp(`(<!-- ${name}: [^>]*-->\\n)[\\s\\S]*?(\\n<!-- /${name} -->)`),
    (_, start: string, end: string) => `${start}${content}${end}`,
  );
}
