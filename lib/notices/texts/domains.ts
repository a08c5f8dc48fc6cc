import "server-only";
import { db } from "@/lib/db/client";
import type { Words } from "@/lib/i18n/words";
import { toDashboard } from "./to-dashboard";
import { type Content, formatMoment, type Writing } from "./writing";

/** That the record of a proven domain has disappeared, and later that the proof was withdrawn. Null when it is proven again. */
export async function composeDomain({ notice, t }: Writing): Promise<Content | null> {
  const proof = await db().domainProof.findUnique({ where: { id: notice.subjectId } });
  const time = new Date(notice.detail);
  if (!proof || Number.isNaN(time.getTime())) return null;
  const isWithdrawn = notice.kind === "domain-withdrawn";
  if ((isWithdrawn ? proof.withdrawnAt : proof.missingAt) === null) return null;
  const { domain } = proof;
  const written = isWithdrawn ? withdrawn(domain, t) : missing(domain, time, t);
  const when: Record<string, string> = isWithdrawn ? { withdrawnAt: notice.detail } : { until: notice.detail };
  return { ...written, action: toDashboard(t, "settings"), data: { domain, ...when } };
}

function missing(domain: string, until: Date, t: Words<"mails">) {
  const date = formatMoment(until, t);
  return { subject: t("domainMissing", { domain }), paragraphs: [t("domainMissingText", { domain, date })] };
}

function withdrawn(domain: string, t: Words<"mails">) {
  return { subject: t("domainWithdrawn", { domain }), paragraphs: [t("domainWithdrawnText", { domain })] };
}
