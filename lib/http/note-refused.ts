import "server-only";
import { noteEvent } from "@/lib/audit/note-event";
import type { Actor } from "@/lib/audit/schema";
import { AppError, type ErrorCode, errorTable } from "@/lib/errors";

/** Characters. Ours are shorter. */
const PATH_MAX = 200;

type Refused = {
  method: string;
  /** Of the URL, without the query. */
  path: string;
  /** Whose session the request showed; a visitor's when it showed none that is valid. */
  by: Actor;
};

/** Refusals that say nothing of who asks: paying for it is refused to everybody. */
const toEverybody: ReadonlySet<ErrorCode> = new Set(["file_paused", "file_suspended", "member_stopped"]);

/**
 * Notes in the audit log that a request was refused for want of a permission: no valid session, another site's page, or a
 * signed-in wallet that may not do this. A change of something that is not there counts, since others' things look like it.
 */
export async function noteRefused(error: unknown, { method, path, by }: Refused, now: Date): Promise<void> {
  if (!(error instanceof AppError) || toEverybody.has(error.code)) return;
  const { status } = errorTable[error.code];
  const isForeign = status === 404 && by.kind !== "visitor" && method !== "GET" && method !== "HEAD";
  if (status !== 401 && status !== 403 && !isForeign) return;
  await noteEvent(
    { act: "access-refused", by, detail: { code: error.code, method, path: path.slice(0, PATH_MAX) } },
    now,
  );
}
