import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { readCookie } from "@/lib/cookies";
import { hashSecret, newSecret } from "@/lib/ids";
import { perProcess } from "@/lib/process";
import { pathCookie, secureAttribute } from "@/lib/settings/cookies";
import type { TypedReport } from "./read-form";
import type { SentReport } from "./schema";

/**
 * Answers to reports that were sent without script: the form's page shows them after a redirect. They hold what a stranger
 * typed, and the secret of a status link, so they are in memory, behind a cookie of that page, for a few minutes.
 */
const KEPT = 10 * MINUTE;
/** Those of the strangers who came first make room. Each has at most the bytes of a form. */
const MOST = 100;
const COOKIE = "fk_report";

export type FormAnswer<Problem = unknown> = { fileId: string } & (
  | { sent: SentReport }
  | { typed: TypedReport; problem: Problem }
);

type Kept = { answer: FormAnswer; until: number };
const kept = () => perProcess("report-form-answers", () => new Map<string, Kept>());

/** @returns the `Set-Cookie` value by which the page of the form finds the answer */
export function keepAnswer(answer: FormAnswer, now: Date): string {
  const all = kept();
  for (const key of [...all.keys()].slice(0, Math.max(0, all.size - MOST + 1))) all.delete(key);
  const secret = newSecret();
  all.set(hashSecret(secret), { answer, until: now.getTime() + KEPT });
  const path = `/f/${answer.fileId}/report`;
  return `${pathCookie(COOKIE)}=${secret}; Max-Age=${KEPT / SECOND}; Path=${path}; HttpOnly; SameSite=Lax${secureAttribute()}`;
}

/** The answer to this browser's last report of a file; null when there is none, or after a few minutes. */
export function readAnswer<Problem>(
  cookieHeader: string | null,
  fileId: string,
  now: Date,
): FormAnswer<Problem> | null {
  const secret = readCookie(cookieHeader, pathCookie(COOKIE));
  const found = secret === null ? undefined : kept().get(hashSecret(secret));
  if (!found || found.until <= now.getTime() || found.answer.fileId !== fileId) return null;
  return found.answer as FormAnswer<Problem>;
}
