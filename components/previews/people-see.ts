import type { Words } from "@/lib/i18n/words";
import type { Showing } from "@/lib/previews/showing/schema";
import type { ContentKind } from "./content-kind";

type T = Words<"chosen">;

/** What people see before paying, as one sentence. */
export function peopleSee(kind: ContentKind, showing: Showing, t: T): string {
  const parts = [...partsOf(kind, showing, t), t("facts")];
  return t("peopleSee", { parts: new Intl.ListFormat(t.locale, { type: "conjunction" }).format(parts) });
}

function partsOf(kind: ContentKind, { picture, page, sample, contents, text }: Showing, t: T): string[] {
  const when = (isShown: boolean, word: string) => (isShown ? [word] : []);
  const hasPicture = picture !== "none";
  switch (kind) {
    case "picture":
      return picture === "none" ? [] : [t(`is_${picture}`)];
    case "pdf":
      return when(hasPicture, t("isPage", { page }));
    case "book":
      return [...when(hasPicture, t("isBookCover")), ...when(contents, t("isContents"))];
    case "sound":
      return when(sample, t("isSample"));
    case "film":
      return [...when(hasPicture, t("isPoster")), ...when(sample, t("isClip"))];
    case "archive":
      return when(contents, t("isListing"));
    case "text":
      return when(text, t("isLines"));
    case "other":
      return [];
  }
}
