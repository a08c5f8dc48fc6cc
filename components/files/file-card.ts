import { type FactWords, factsLine } from "@/components/files/describe-facts";
import { fileKind, formatMoney, shorten } from "@/components/ui/format";
import { locales } from "@/lib/i18n/locales";
import type { Words } from "@/lib/i18n/words";
import type { Card } from "@/lib/previews/schema";
import type { FileInfo } from "@/lib/products/files/schema";

/** Letters of Hebrew, Arabic and related scripts. */
const rtlLetter = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The texts of a link's picture, in the reader's language. */
export function fileCard(file: FileInfo, t: Words<"files">, words: FactWords): Card {
  const sold = file.free ? t("free") : formatMoney(BigInt(file.priceMicroUsd), t.locale);
  const firstLetter = /\p{L}/u.exec(file.title)?.[0] ?? "";
  return {
    title: file.title,
    price: file.state === "on-sale" ? sold : t("notOnSale"),
    facts: factsLine(file, words),
    seller: t("soldBy", { seller: file.seller.name ?? shorten(file.seller.address) }),
    site: new URL(file.url).host,
    kind: fileKind(file.mediaType),
    // The title is read first; text without letters does not decide.
    rtl: firstLetter ? rtlLetter.test(firstLetter) : locales[t.locale].dir === "rtl",
  };
}
