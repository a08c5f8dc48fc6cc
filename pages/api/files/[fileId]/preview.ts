import type { NextApiRequest, NextApiResponse } from "next";
import { AppError } from "@/lib/errors";
import { clientIp, ipPrefix } from "@/lib/http/client-ip";
import { takeLimit } from "@/lib/http/rate-limit";
import { type PictureToSend, sendPicture } from "@/lib/http/send-picture";
import { readPicture } from "@/lib/previews/read-picture";
import { readPreview } from "@/lib/previews/read-previews";
import { findFile } from "@/lib/products/files/find-file";

export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } };

/**
 * `/api/files/{fileId}/preview`: the file's preview. Public and free, and separate from the file's own bytes. Not an
 * app route, because those cannot set their own Content-Security-Policy.
 */
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  await sendPicture(req, res, async () => {
    await takeLimit("preview", ipPrefix(clientIp(req.headers)));
    return findPreview(String(req.query.fileId), String(req.query.h));
  });
}

async function findPreview(fileId: string, hash: string): Promise<PictureToSend> {
  const file = await findFile(fileId);
  if (!file) throw new AppError("file_not_found");
  if (file.withheldAt) throw new AppError("file_withheld");
  if (file.removedAt) throw new AppError("file_removed");
  const { picture, preview } = await readPreview(file);
  if (!picture || !preview) throw new AppError("no_preview");
  const immutable = preview.url.endsWith(`=${hash}`);
  return { bytes: await readPicture(picture), mediaType: picture.mediaType, etag: picture.sha256, immutable };
}
