import "server-only";
import { cleanLine, cleanParagraphs } from "@/lib/clean-text";
import { HOUR } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { parseUsd } from "@/lib/money";
import { perProcess } from "@/lib/process";
import { type FileForSale, findFile } from "./find-file";
import { DESCRIPTION_MAX, type Draft, TITLE_MAX } from "./schema";

/** How long a draft is kept after it was last written (ms). */
const KEPT = HOUR;
/** Of one seller, and of all. The oldest make way: the form that shows one writes it again. */
const MOST_OF_ONE = 10;
const MOST = 500;

type Held = { sellerId: string; fileId: string; draft: Draft; at: number };

/**
 * What sellers have typed and not saved, for the page beside their form. In memory, since nothing depends on it: the form keeps
 * what was typed, and writes a draft again that is gone. Nobody but its seller can see one.
 */
const held = () => perProcess("file-drafts", () => new Map<string, Held>());

const keyOf = (sellerId: string, fileId: string, draftId: string) => [sellerId, fileId, draftId].join(" ");

/**
 * Keeps a draft.
 *
 * @throws AppError `file_not_found` for another seller's file, too
 */
export async function keepDraft(sellerId: string, fileId: string, draft: Draft, now: Date): Promise<void> {
  const file = await findFile(fileId, now);
  if (file?.sellerId !== sellerId) throw new AppError("file_not_found");
  const drafts = held();
  const key = keyOf(sellerId, fileId, draft.id);
  // Written last, it is the last to make way.
  drafts.delete(key);
  const at = now.getTime();
  for (const [old, { at: written }] of drafts) if (written + KEPT < at) drafts.delete(old);
  const own = [...drafts].filter(([, one]) => one.sellerId === sellerId);
  if (own.length >= MOST_OF_ONE) drafts.delete(own[0]?.[0] ?? "");
  if (drafts.size >= MOST) drafts.delete([...drafts.keys()][0] ?? "");
  drafts.set(key, { sellerId, fileId, draft, at });
}

/** A seller's draft of a file; null when there is none, or no longer. */
export function readDraft(sellerId: string, fileId: string, draftId: string, now: Date): Draft | null {
  const found = held().get(keyOf(sellerId, fileId, draftId));
  return found && found.at + KEPT >= now.getTime() ? found.draft : null;
}

/** The file as it would be with a draft. What could not be saved is as it was. */
export function withDraft(file: FileForSale, draft: Draft): FileForSale {
  const { title, description, price, onSaleUntil, downloadDays } = draft;
  const { terms } = file;
  const line = title === undefined ? "" : cleanLine(title).slice(0, TITLE_MAX);
  return {
    ...file,
    title: line || file.title,
    description: description === undefined ? file.description : cleanParagraphs(description).slice(0, DESCRIPTION_MAX),
    onSaleUntil: onSaleUntil === undefined ? file.onSaleUntil : asDate(onSaleUntil),
    terms: {
      ...terms,
      priceMicroUsd: (price === undefined ? null : parseUsd(price)) ?? terms.priceMicroUsd,
      downloadDays: downloadDays === undefined ? terms.downloadDays : downloadDays,
    },
  };
}

const asDate = (iso: string | null) => (iso === null ? null : new Date(iso));
