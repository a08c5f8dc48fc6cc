import { shorten } from "@/components/ui/format";
import { locales } from "@/lib/i18n/locales";
import type { Words } from "@/lib/i18n/words";
import type { Card } from "@/lib/previews/schema";

type Shown = { name: string | null; address: string; domain: string | null; fileCount: number; isStopped: boolean };

/** The texts of the picture that a chat shows with a seller's page. */
export function sellerCard(page: Shown, t: Words<"sellerPage">, site: string): Card {
  const title = page.name ?? shorten(page.address);
  return {
    title,
    price: page.isStopped ? t("stoppedShort") : t("files", { count: page.fileCount }),
    facts:
      page.domain === null ? t("wallet", { address: shorten(page.address) }) : t("domain", { domain: page.domain }),
    seller: page.domain === null && page.name !== null ? t("unverified") : "",
    site,
    kind: "file",
    rtl: locales[t.locale].dir === "rtl",
  };
}
