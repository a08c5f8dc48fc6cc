import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { fileOfUrl } from "@/lib/links/follow-link";
import { readPreview, type Shown } from "@/lib/previews/read-previews";
import { type FileForSale, findFile } from "@/lib/products/files/find-file";
import { settings } from "@/lib/settings/settings";
import { EMBED_SIZE, embedFrame, embedPath, type OEmbed } from "./schema";

const pixels = z.coerce.number().int().min(1).max(100_000).optional();

/** The query of `GET /api/oembed`. */
const oEmbedSchema = z.object({
  url: z.url().max(2_000),
  format: z.string().max(20).default("json"),
  maxwidth: pixels,
  maxheight: pixels,
});

/** Seconds: a price may change. */
const CACHE_AGE = 300;
/** The page can be narrower than it likes to be, but not lower. */
const LEAST_WIDTH = 240;

/**
 * Answers an oEmbed request (https://oembed.com, section 2.2). Only looks: nothing is counted, verified or reserved (rule 8).
 *
 * @param query `url` of a file's page, `format`, `maxwidth`, `maxheight`
 * @throws AppError `invalid_input`; `file_not_found` for a URL that is not a file's here, or removed; `format_not_offered` for XML;
 *   `not_embeddable` for a file that the operator closed
 */
export async function answerOEmbed(query: URLSearchParams, now: Date): Promise<OEmbed> {
  const read = oEmbedSchema.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== "")));
  if (!read.success) throw new AppError("invalid_input", { detail: "Ask for the url of a file's page." });
  const { url, format, maxwidth, maxheight } = read.data;
  if (format !== "json") throw new AppError("format_not_offered");
  const fileId = await fileIdOf(url);
  const file = fileId ? await findFile(fileId, now) : null;
  if (!file || file.removedAt) throw new AppError("file_not_found");
  if (file.withheldAt) throw new AppError("not_embeddable");
  return describe(file, await readPreview(file), {
    width: maxwidth ?? Number.POSITIVE_INFINITY,
    height: maxheight ?? Number.POSITIVE_INFINITY,
  });
}

type Room = { width: number; height: number };

function describe({ id, title, seller }: FileForSale, { preview }: Shown, room: Room): OEmbed {
  const { appUrl } = settings();
  const fits = preview && preview.width <= room.width && preview.height <= room.height;
  const about = {
    version: "1.0" as const,
    title,
    author_name: seller.name ?? seller.address,
    provider_name: settings().operatorName ?? "Filekiosk",
    provider_url: appUrl,
    cache_age: CACHE_AGE,
    ...(fits ? { thumbnail_url: preview.url, thumbnail_width: preview.width, thumbnail_height: preview.height } : {}),
  };
  if (room.width < LEAST_WIDTH || room.height < EMBED_SIZE.height) return { ...about, type: "link" };
  const size = { width: Math.min(room.width, EMBED_SIZE.width), height: EMBED_SIZE.height };
  return { ...about, type: "rich", html: embedFrame(appUrl + embedPath(id), title, size), ...size };
}

/** The file whose page this is, on this site; null for any other address. */
async function fileIdOf(url: string): Promise<string | null> {
  const { origin, pathname } = new URL(url);
  if (origin !== new URL(settings().appUrl).origin) return null;
  return /^\/f\/([^/]+)\/?$/.exec(pathname)?.[1] ?? fileOfUrl(origin + pathname);
}
