import type { NextApiRequest, NextApiResponse } from "next";
import { fileCard } from "@/components/files/file-card";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { clientIp, ipPrefix } from "@/lib/http/client-ip";
import { generalCard } from "@/lib/http/general-card";
import { takeLimit } from "@/lib/http/rate-limit";
import { type PictureToSend, sendPicture } from "@/lib/http/send-picture";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { wordsIn } from "@/lib/i18n/words-in";
import { cardHash, readCard } from "@/lib/previews/card";
import { readPreview } from "@/lib/previews/read-previews";
import { fileInfo } from "@/lib/products/files/file-info";
import { findFile } from "@/lib/products/files/find-file";

export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } };

/** `/api/files/{fileId}/card.jpg`: the picture that a chat shows with the link. Drawn at the first request. */
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  await sendPicture(req, res, async () => {
    await takeLimit("preview", ipPrefix(clientIp(req.headers)));
    return findCard(String(req.query.fileId), String(req.query.l), String(req.query.h));
  });
}

async function findCard(fileId: string, language: string, asked: string): Promise<PictureToSend> {
  const now = systemClock.now();
  const file = await findFile(fileId, now);
  if (!file) throw new AppError("file_not_found");
  if (file.withheldAt) throw new AppError("file_withheld");
  if (file.removedAt) throw new AppError("file_removed");
  const shown = await readPreview(file);
  const locale = isLocale(language) ? language : DEFAULT_LOCALE;
  const words = { facts: wordsIn(locale, "facts"), ui: wordsIn(locale, "ui") };
  const card = fileCard(fileInfo(file, now, null, shown), wordsIn(locale, "files"), words);
  const picture = shown.picture && shown.preview && { row: shown.picture, kind: shown.preview.kind };
  const hash = cardHash(card, picture);
  const bytes = await readCard(card, picture);
  if (!bytes) return generalCard();
  return { bytes, mediaType: "image/jpeg", etag: hash, immutable: hash.startsWith(asked) && asked.length === 16 };
}
