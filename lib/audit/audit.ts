import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { newId } from "@/lib/ids";
import type { Act, Actor, AuditDetail, AuditSubject } from "./schema";

export type AuditRecord = { act: Act; by: Actor | string; subject?: AuditSubject; detail?: AuditDetail };

/**
 * Appends one act to the audit log. Call it inside the transaction of the act, so that neither is there without the other.
 *
 * @param record.by who did it, or the name of an actor
 * @param record.detail what else there is to know. No secrets, and no address of a visitor
 */
export async function audit(client: Db | Tx, { act, by, subject, detail = {} }: AuditRecord, now: Date): Promise<void> {
  await prepared(client).auditEntry.create({
    id: newId(),
    at: now,
    act,
    by: typeof by === "string" ? by : nameActor(by),
    subjectKind: subject?.kind ?? null,
    subjectId: subject?.id ?? null,
    detail: JSON.stringify(detail),
  });
}

/** An actor in one word, or two: `operator 0x…`, `seller eip155:8453:0x…`, `command-line`. */
export function nameActor(actor: Actor): string {
  return "account" in actor ? `${actor.kind} ${actor.account}` : actor.kind;
}

/** For the detail of an act on something else: the file or the seller that it belongs to. `listAudit` finds it by that, too. */
export function partOf({ kind, id }: { kind: "file" | "seller"; id: string }): AuditDetail {
  return { [`${kind}Id`]: id };
}
