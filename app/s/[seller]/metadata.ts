import "server-only";
import type { Metadata } from "next";
import { sellerCard } from "@/components/sellers/seller-card";
import { shorten } from "@/components/ui/format";
import { getWords } from "@/lib/i18n/get-words";
import { firstSentence } from "@/lib/markdown/render-description";
import { cardHash } from "@/lib/previews/card";
import { CARD_SIZE } from "@/lib/previews/schema";
import type { SellerPage } from "@/lib/sellers/seller-page";
import { settings } from "@/lib/settings/settings";

/** The preview of a seller's page in a chat, in the requester's language. */
export async function sellerMetadata(page: SellerPage): Promise<Metadata> {
  const t = await getWords("sellerPage");
  const { appUrl } = settings();
  const title = page.name ?? shorten(page.address);
  const description = firstSentence(page.words ?? "") || t("files", { count: page.fileCount });
  const card = sellerCard(page, t, new URL(appUrl).host);
  const url = appUrl + page.path;
  const image = {
    ...CARD_SIZE,
    url: `/api/sellers/${page.id}/card.jpg?l=${t.locale}&h=${cardHash(card, null).slice(0, 16)}`,
    type: "image/jpeg",
    alt: t("cardAlt", { name: title }),
  };
  const images = page.isStopped ? [] : [image];
  return {
    title,
    description,
    alternates: { canonical: url },
    ...(page.isStopped ? { robots: { index: false } } : {}),
    openGraph: { type: "profile", siteName: "Filekiosk", title, description, url, locale: t.locale, images },
    twitter: { card: images.length > 0 ? "summary_large_image" : "summary", title, description, images },
  };
}
