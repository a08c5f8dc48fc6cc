import type { NextApiRequest, NextApiResponse } from "next";
import { AppError } from "@/lib/errors";
import { clientIp, ipPrefix } from "@/lib/http/client-ip";
import { forAnybody, publicHeaders } from "@/lib/http/for-anybody";
import { takeLimit } from "@/lib/http/rate-limit";
import { sendBytes } from "@/lib/http/send-bytes";
import { findShown } from "@/lib/previews/find-shown";
import { findFile } from "@/lib/products/files/find-file";
import { storage } from "@/lib/storage/storage";

export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } };

/**
 * `/api/files/{fileId}/preview`: what the file shows, whole or a part: a picture, a sound or a clip, named by its hash. Public and
 * free, and stored apart from the file's own bytes. Not an app route, because those cannot set their own Content-Security-Policy.
 */
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  await forAnybody(req, res, async () => {
    await takeLimit("preview", ipPrefix(clientIp(req.headers)));
    const { row, named } = await findPart(String(req.query.fileId), String(req.query.h ?? ""));
    const { storageKey, size, sha256: etag, mediaType } = row;
    await sendBytes(req, res, {
      size,
      etag,
      name: "",
      mediaType,
      open: (range) => storage().open(storageKey, range),
      publicHeaders: publicHeaders(mediaType, named),
    });
  });
}

async function findPart(fileId: string, hash: string) {
  const file = await findFile(fileId);
  if (!file) throw new AppError("file_not_found");
  if (file.withheldAt) throw new AppError("file_withheld");
  if (file.removedAt) throw new AppError("file_removed");
  const part = await findShown(file, hash);
  if (!part) throw new AppError("no_preview");
  return part;
}
