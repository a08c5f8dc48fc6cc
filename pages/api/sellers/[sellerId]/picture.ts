import type { NextApiRequest, NextApiResponse } from "next";
import { AppError } from "@/lib/errors";
import { clientIp, ipPrefix } from "@/lib/http/client-ip";
import { forAnybody, publicHeaders } from "@/lib/http/for-anybody";
import { takeLimit } from "@/lib/http/rate-limit";
import { sendBytes } from "@/lib/http/send-bytes";
import { findPicture } from "@/lib/sellers/picture";
import { storage } from "@/lib/storage/storage";

export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } };

/** `/api/sellers/{sellerId}/picture`: a seller's picture, named by its hash. Public, as previews of files are. */
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  await forAnybody(req, res, async () => {
    await takeLimit("preview", ipPrefix(clientIp(req.headers)));
    const row = await findPicture(String(req.query.sellerId));
    if (!row) throw new AppError("no_preview");
    const { storageKey, size, sha256: etag, mediaType } = row;
    const isNamed = req.query.h === etag.slice(0, 16);
    await sendBytes(req, res, {
      size,
      etag,
      name: "",
      mediaType,
      open: (range) => storage().open(storageKey, range),
      publicHeaders: publicHeaders(mediaType, isNamed),
    });
  });
}
