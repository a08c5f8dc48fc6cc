import "server-only";
import { audit, nameActor } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { cleanParagraphs } from "@/lib/clean-text";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { Entry } from "@/lib/journal/entries";
import { journaled } from "@/lib/journal/journaled";
import { log } from "@/lib/log";
import { notify } from "@/lib/outbox/notify";
import { giveUpUnsigned } from "@/lib/payments/ledger";
import { fileRef } from "@/lib/products/files/file-ref";
import { deleteBytes } from "@/lib/products/files/purge-files";
import { listPendingFor } from "@/lib/products/storage/pending-for-files";
import { shop } from "@/lib/shop/shop";
import { applyVerdict } from "./apply-verdict";
import { listBundlesOf } from "./bundles-of";
import { readLastDecision } from "./list-decisions";
import { type DecisionSubject, FACTS_MAX, type Ground, LEGAL_BASIS_MAX, type Verdict } from "./schema";

export type DecisionInput = {
  verdict: Verdict;
  on: DecisionSubject;
  ground: Ground;
  /** What was found, in the operator's own words. The seller and the person who reported it read them. */
  facts: string;
  /** The law, or the clause of the terms. */
  legalBasis?: string;
  reportId?: string;
  /** Whether a program decided. */
  automated?: boolean;
  /** The last decision on the subject that the operator saw; null if there was none. */
  after: string | null;
};

/** What happens in the same transaction, such as closing the report that led to it. */
type Also = (tx: Tx, decision: { id: string }) => Promise<void>;

type Decided = Extract<Entry, { kind: "decided" }>;

/**
 * Decides about a file or a seller (rule 12). It is in the journal before it takes effect, and moves no money: payments
 * that certainly were not signed are given up, and those on their way end as refund-due.
 *
 * @returns the id of the decision
 * @throws AppError `file_not_found`, `not_found` (no such seller), `invalid_input`, `decided_meanwhile`
 */
export async function decide(
  input: DecisionInput,
  by: Actor,
  now: Date,
  also: Also = async () => {},
): Promise<{ id: string }> {
  const decided = await read(input, by);
  const { after } = input;
  const change = async (tx: Tx) => {
    await write(tx, decided, { by, after, now });
    await also(tx, { id: decided.decisionId });
  };
  await journaled(decided, now, () => db().$transaction(change));
  const { verdict, decisionId } = decided;
  if (verdict !== "none" && verdict !== "lifted") await stopPayments(decided, now);
  if (verdict === "deleted") await deleteBytes(input.on.id);
  log.info({ decisionId, verdict, on: input.on }, "the operator has decided");
  return { id: decisionId };
}

async function read(
  { verdict, on, ground, reportId, automated, ...words }: DecisionInput,
  by: Actor,
): Promise<Decided> {
  if (on.kind === "seller" && (verdict === "withheld" || verdict === "deleted")) {
    throw new AppError("invalid_input", { detail: "Files are withheld and deleted, sellers are only suspended." });
  }
  const facts = cleanParagraphs(words.facts);
  const legalBasis = cleanParagraphs(words.legalBasis ?? "") || null;
  if (facts === "" || facts.length > FACTS_MAX || (legalBasis?.length ?? 0) > LEGAL_BASIS_MAX) {
    throw new AppError("invalid_input", { detail: `State the facts, in at most ${FACTS_MAX} characters.` });
  }
  return {
    kind: "decided",
    decisionId: newId(),
    subjectKind: on.kind,
    subjectId: on.id,
    sellerId: await readSellerId(on),
    verdict,
    ground,
    facts,
    legalBasis,
    reportId: reportId ?? null,
    automated: automated ?? false,
    by: nameActor(by),
  };
}

async function readSellerId({ kind, id }: DecisionSubject): Promise<string> {
  if (kind === "seller") {
    if ((await db().seller.count({ where: { id } })) === 0) throw new AppError("not_found");
    return id;
  }
  const file = await db().file.findUnique({ where: { id }, select: { sellerId: true } });
  if (!file) throw new AppError("file_not_found");
  return file.sellerId;
}

async function write(tx: Tx, decided: Decided, { by, after, now }: { by: Actor; after: string | null; now: Date }) {
  const { decisionId, verdict, ground, subjectKind: kind, subjectId: id } = decided;
  const last = await readLastDecision(tx, { kind, id });
  if ((last?.id ?? null) !== after) throw new AppError("decided_meanwhile");
  if (decided.automated) await requireOpen(tx, decided);
  await applyVerdict(tx, decided, now);
  if (verdict !== "none") await notify(tx, { kind: `file-${verdict}`, decisionId }, now);
  await audit(tx, { act: "decided", by, subject: { kind, id }, detail: { decisionId, verdict, ground } }, now);
}

/** No program opens what a person has closed: suspending a withheld file would. */
async function requireOpen(tx: Tx, { subjectKind, subjectId: id, verdict }: Decided): Promise<void> {
  if (subjectKind !== "file" || verdict !== "suspended") return;
  if ((await tx.file.count({ where: { id, withheldAt: { not: null } } })) > 0) throw new AppError("decided_meanwhile");
}

/** From now on nothing new can be reserved for these files. */
async function stopPayments({ subjectKind, subjectId }: Decided, now: Date): Promise<void> {
  const where = subjectKind === "file" ? { id: subjectId } : { sellerId: subjectId };
  const stopped = new Set((await db().file.findMany({ where, select: { id: true } })).map(({ id }) => id));
  if (subjectKind === "file") for (const id of await listBundlesOf(db(), subjectId)) stopped.add(id);
  // More time for them would give nothing, either.
  const storage = await listPendingFor((id) => stopped.has(id));
  for (const thing of [...[...stopped].map(fileRef), ...storage]) await giveUpUnsigned(shop, thing, now);
}
