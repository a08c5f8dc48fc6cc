import "server-only";
import type { Metadata } from "next";
import { describeFacts } from "@/components/files/describe-facts";
import { fileCard } from "@/components/files/file-card";
import { formatBytes, formatMoney } from "@/components/ui/format";
import { getWords } from "@/lib/i18n/get-words";
import { firstSentence } from "@/lib/markdown/render-description";
import { cardHash } from "@/lib/previews/card";
import { CARD_SIZE, cardPath } from "@/lib/previews/schema";
import { loadFile } from "./load-file";

/**
 * The link's preview in a chat, in the requester's language; most such programs send none. The description is the first
 * sentence of the seller's; the price is in the picture.
 */
export async function fileMetadata(fileId: string): Promise<Metadata> {
  const found = await loadFile(fileId);
  if (!found) return {};
  const { info, shown } = found;
  const [t, files, told, ui] = await Promise.all([
    getWords("page"),
    getWords("files"),
    getWords("facts"),
    getWords("ui"),
  ]);
  const words = { facts: told, ui };
  const facts = { type: describeFacts(info, words).join(" · "), size: formatBytes(info.size, ui) };
  const price = formatMoney(BigInt(info.priceMicroUsd), t.locale);
  const offered = info.free ? t("metaFree", facts) : t("metaPrice", { price, ...facts });
  const said = info.state === "on-sale" ? firstSentence(info.description) : "";
  const description = said || (info.state === "on-sale" ? offered : t("metaClosed"));
  const card = fileCard(info, files, words);
  const picture = shown.picture && shown.preview && { row: shown.picture, kind: shown.preview.kind };
  const image = {
    ...CARD_SIZE,
    url: cardPath(info.id, t.locale, cardHash(card, picture)),
    type: "image/jpeg",
    alt: files("cardAlt", card),
  };
  const images = info.state === "removed" || info.state === "withheld" ? [] : [image];
  return {
    title: info.title,
    description,
    alternates: {
      // What people share: phones take it from here.
      canonical: info.readableUrl ?? info.url,
      types: {
        "application/json": `/api/files/${info.id}/info`,
        ...(images.length > 0 ? { "application/json+oembed": `/api/oembed?url=${encodeURIComponent(info.url)}` } : {}),
      },
    },
    openGraph: {
      type: "website",
      siteName: "Filekiosk",
      title: info.title,
      description,
      url: info.readableUrl ?? info.url,
      locale: t.locale,
      images,
    },
    twitter: { card: images.length > 0 ? "summary_large_image" : "summary", title: info.title, description, images },
  };
}
