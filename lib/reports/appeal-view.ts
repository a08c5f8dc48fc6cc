import "server-only";
import type { Appeal } from "@/generated/sqlite/client/client";
import type { AppealState, AppealView } from "./schema";

/** An appeal, as the person who sent it reads it. */
export function toAppealView({ id, text, createdAt, state, reasons, decidedAt }: Appeal): AppealView {
  return {
    id,
    text,
    sentAt: createdAt.toISOString(),
    state: state as AppealState,
    reasons,
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}
