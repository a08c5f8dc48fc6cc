import "server-only";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DAY, MINUTE, SECOND } from "@/lib/clock";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { CARD_FONT, cardFonts } from "./fonts";
import type { PictureRow } from "./picture";
import { onlyPart } from "./read-answer";
import { readPicture } from "./read-picture";
import { runProgram } from "./run-program";
import type { Card, PreviewKind } from "./schema";

/** Raised when cards are drawn differently, so that old ones are drawn again. */
const STYLE = 1;
/** It may write its font cache; rebuilding it takes a second each time. */
const limits = { time: 15 * SECOND, memory: 512 * 1024 * 1024, output: 1024 * 1024, files: 4 * 1024 * 1024 };
/** A card that could not be drawn is not tried again for this long (ms). */
const RETRY_AFTER = MINUTE;
const CACHE_TTL = 30 * DAY;
const MAX_CACHED = 5_000;

/** What the file shows of itself, if anything. */
type Picture = { row: PictureRow; kind: PreviewKind } | null;

/** The hash of a card's content, as lower-case hex. */
export function cardHash(card: Card, picture: Picture): string {
  const all = [STYLE, card, picture && [picture.kind, picture.row.sha256]];
  return createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 32);
}

type Drawing = { drawing: Map<string, Promise<Buffer>>; failedAt: Map<string, number> };
const state = () => perProcess<Drawing>("previews.cards", () => ({ drawing: new Map(), failedAt: new Map() }));

/**
 * The picture that a chat shows with the link, 1200 x 630 as JPEG: drawn at the first request, then kept on disk.
 *
 * @returns null when it cannot be drawn now
 */
export async function readCard(card: Card, picture: Picture): Promise<Buffer | null> {
  const hash = cardHash(card, picture);
  const path = join(cardsFolder(), `${hash}.jpg`);
  const kept = await readFile(path).catch(() => null);
  if (kept) {
    const now = new Date();
    await utimes(path, now, now).catch(() => {});
    return kept;
  }
  const { drawing, failedAt } = state();
  if (Date.now() - (failedAt.get(hash) ?? 0) < RETRY_AFTER) return null;
  const running = drawing.get(hash) ?? draw(card, picture, path);
  drawing.set(hash, running);
  try {
    return await running;
  } catch (err) {
    if (failedAt.size > 1_000) failedAt.clear();
    failedAt.set(hash, Date.now());
    log.warn({ err }, "The card of a file could not be drawn; chats get the general one.");
    return null;
  } finally {
    drawing.delete(hash);
  }
}

async function draw(card: Card, picture: Picture, path: string): Promise<Buffer> {
  const fonts = await cardFonts();
  const input = picture ? await readPicture(picture.row) : Buffer.alloc(0);
  const params = { ...card, picture: picture?.kind ?? null, fonts, font: CARD_FONT };
  const folders = { read: fonts, write: join(fonts, "cache") };
  const answer = await runProgram(
    "draw-card",
    params,
    input,
    { ...limits, folders },
    {
      FONTCONFIG_FILE: join(fonts, "fonts.conf"),
    },
  );
  const { bytes } = onlyPart(answer);
  await mkdir(cardsFolder(), { recursive: true, mode: 0o700 });
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, bytes);
  await rename(partial, path);
  return bytes;
}

const cardsFolder = () => join(settings().dataDir, "previews", "cards");

/** Deletes cards that were not requested for 30 days, and the oldest beyond 5,000: they can be drawn again. */
export async function sweepCards(now: Date): Promise<void> {
  const names = await readdir(cardsFolder()).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(cardsFolder(), name);
      const used = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
      return { path, used };
    }),
  );
  found.sort((one, other) => other.used - one.used);
  for (const [index, { path, used }] of found.entries()) {
    if (index >= MAX_CACHED || used + CACHE_TTL < now.getTime()) await rm(path, { force: true });
  }
}
