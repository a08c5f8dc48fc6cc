import type { NextApiRequest, NextApiResponse } from "next";
import { sellerCard } from "@/components/sellers/seller-card";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { clientIp, ipPrefix } from "@/lib/http/client-ip";
import { generalCard } from "@/lib/http/general-card";
import { takeLimit } from "@/lib/http/rate-limit";
import { type PictureToSend, sendPicture } from "@/lib/http/send-picture";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { wordsIn } from "@/lib/i18n/words-in";
import { cardHash, readCard } from "@/lib/previews/card";
import { readSellerPage } from "@/lib/sellers/seller-page";
import { settings } from "@/lib/settings/settings";

export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } };

/** `/api/sellers/{sellerId}/card.jpg`: the picture that a chat shows with the link to a seller's page. Drawn at the first request. */
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  await sendPicture(req, res, async () => {
    await takeLimit("preview", ipPrefix(clientIp(req.headers)));
    return findCard(String(req.query.sellerId), String(req.query.l), String(req.query.h));
  });
}

async function findCard(sellerId: string, language: string, asked: string): Promise<PictureToSend> {
  const page = await readSellerPage(sellerId, systemClock.now());
  if (!page || page.isStopped) throw new AppError("seller_not_found");
  const card = sellerCard(page, wordsIn(isLocale(language) ? language : DEFAULT_LOCALE, "sellerPage"), site());
  const hash = cardHash(card, null);
  const bytes = await readCard(card, null);
  if (!bytes) return generalCard();
  return { bytes, mediaType: "image/jpeg", etag: hash, immutable: hash.startsWith(asked) && asked.length === 16 };
}

const site = () => new URL(settings().appUrl).host;
