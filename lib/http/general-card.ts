import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PictureToSend } from "./send-picture";

/** The shop's general card, where one could not be drawn: better than nothing, and soon requested again. */
export async function generalCard(): Promise<PictureToSend> {
  const bytes = await readFile(join(/* turbopackIgnore: true */ process.cwd(), "public/card.jpg"));
  return { bytes, mediaType: "image/jpeg", etag: "general", immutable: false };
}
