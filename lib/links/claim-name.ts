import "server-only";
import { DAY } from "@/lib/clock";
import { type Db, db, type Tx } from "@/lib/db/client";
import { AppError, type FieldErrorCode, wrongField } from "@/lib/errors";
import { journaled } from "@/lib/journal/journaled";
import { settings } from "@/lib/settings/settings";
import { HANDLE_MAX, HANDLE_MIN, SLUG_MAX } from "./limits";
import { handleKey, type NameMistake, type ReadName, readHandle, readSlug, slugKey } from "./read-name";

/** New names within a month: links are shared, not tried out, and each one is used up for everybody else. */
const HANDLES_A_MONTH = 3;
const SLUGS_A_MONTH = 20;
const MONTH = 30 * DAY;

/** A name of the seller's, or of one of the seller's files. */
type Owner = { sellerId: string; fileId: string | null };

/**
 * Gives a seller a handle. Earlier ones keep leading to the same seller, and nobody else ever gets them.
 *
 * @param text as it was typed
 * @throws AppError `invalid_input` with a code for the field, `name_taken`, `names_spent`, `name_needs_file`, `sign_in_required`;
 *   `server_busy` when the journal cannot be written
 */
export async function claimHandle(sellerId: string, text: string, now: Date): Promise<void> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const { operatorName, admins } = settings();
  const isOperator = (address: string) => admins.some((admin) => admin === address);
  const name = nameOf("handle", readHandle(text, isOperator(seller.address) ? undefined : operatorName));
  if ((await db().file.count({ where: { sellerId, removedAt: null } })) === 0) throw new AppError("name_needs_file");
  await claim({ sellerId, fileId: null }, handleKey(name), now, async (tx) => {
    await tx.seller.update({ where: { id: sellerId }, data: { handle: name } });
  });
}

/**
 * Gives a file a slug among those of its seller. Earlier ones keep leading to the same file.
 *
 * @throws AppError as above; `file_not_found` for a file of another seller too, `file_removed`
 */
export async function claimSlug(sellerId: string, fileId: string, text: string, now: Date): Promise<void> {
  const file = await db().file.findUnique({ where: { id: fileId } });
  if (!file || file.sellerId !== sellerId) throw new AppError("file_not_found");
  if (file.removedAt) throw new AppError("file_removed");
  const name = nameOf("slug", readSlug(text));
  await claim({ sellerId, fileId }, slugKey(sellerId, name), now, async (tx) => {
    await tx.file.update({ where: { id: fileId }, data: { slug: name, updatedAt: now } });
  });
}

/** @throws AppError `invalid_input` for what cannot be a slug */
export function requireSlug(text: string): void {
  nameOf("slug", readSlug(text));
}

/** Whether nobody else has, or had, a name that looks like this one. */
export async function isFree(id: string, owner: Owner): Promise<boolean> {
  const row = await db().linkName.findUnique({ where: { id } });
  return row === null || isOwn(row, owner);
}

const isOwn = (row: Owner, owner: Owner) => row.sellerId === owner.sellerId && row.fileId === owner.fileId;

/** In the journal, because a name that is free again after a restore could lead buyers to somebody else (rule 13). */
async function claim(owner: Owner, id: string, now: Date, use: (tx: Tx) => Promise<void>): Promise<void> {
  const field = owner.fileId === null ? "handle" : "slug";
  const known = await db().linkName.findUnique({ where: { id } });
  if (known) {
    if (!isOwn(known, owner)) throw taken(field);
    return db().$transaction(use);
  }
  await requireFew(db(), owner, now);
  await journaled({ kind: "name-claimed", nameId: id, ...owner }, now, () =>
    db().$transaction(async (tx) => {
      const row = await tx.linkName.findUnique({ where: { id } });
      if (row && !isOwn(row, owner)) throw taken(field);
      if (!row) {
        // Again, where several requests come one after another.
        await requireFew(tx, owner, now);
        await insertName(tx, { id, ...owner }, now);
      }
      await use(tx);
    }),
  );
}

export async function insertName(tx: Tx, row: Owner & { id: string }, now: Date): Promise<void> {
  await tx.linkName.create({ data: { ...row, createdAt: now } });
}

async function requireFew(client: Tx | Db, owner: Owner, now: Date): Promise<void> {
  const createdAt = { gt: new Date(now.getTime() - MONTH) };
  const count = await client.linkName.count({ where: { ...owner, createdAt } });
  if (count >= (owner.fileId === null ? HANDLES_A_MONTH : SLUGS_A_MONTH)) throw new AppError("names_spent");
}

function taken(field: "handle" | "slug"): AppError {
  const words =
    field === "handle"
      ? "This name, or one that looks like it, is or was another seller's."
      : "Another file of yours has, or had, this name or one that looks like it.";
  return wrongField("name_taken", field, words, "name_taken");
}

const words: Record<NameMistake, string> = {
  required: "Write a name.",
  name_hidden_characters: "It contains characters that cannot be seen. Type it again instead of pasting it.",
  name_letters: "Use letters, digits and hyphens.",
  name_mixed_scripts: "Use letters of one script.",
  name_handle_script: "Use Latin or Arabic letters: other scripts have too many that look alike.",
  name_like_address: "It must not look like a wallet's address or consist of digits.",
  name_reserved: "This name could be taken for the shop itself.",
  too_short: `Use at least ${HANDLE_MIN} characters.`,
  too_long: "Use fewer characters.",
};

function nameOf(field: "handle" | "slug", read: ReadName): string {
  if ("name" in read) return read.name;
  const { mistake } = read;
  const max = field === "handle" ? HANDLE_MAX : SLUG_MAX;
  if (mistake === "too_long")
    throw wrongField("invalid_input", field, `Use at most ${max} characters.`, mistake, { max });
  if (mistake === "too_short") throw wrongField("invalid_input", field, words[mistake], mistake, { min: HANDLE_MIN });
  throw wrongField("invalid_input", field, words[mistake], mistake satisfies FieldErrorCode);
}
