import { setTimeout as sleep } from "node:timers/promises";
import { formatBytes } from "@/commands/pay/format-bytes";
import { Refused, refusalOf } from "@/commands/pay/refused";
import { DAY } from "@/lib/clock";
import type { TermsInForce } from "@/lib/legal/schema";
import type { CreateFile, OwnFile } from "@/lib/products/files/schema";
import { UPLOAD_TOKEN_HEADER } from "@/lib/uploads/schema";
import { Interrupted } from "./interrupted";
import { payForStorage, takeUpPayment } from "./pay-for-storage";
import type { StorageRequest } from "./present-payment";
import { noteDown, type Run, say } from "./run";

/** A malware scan is waited for this often, at the pace that the server asks for. */
const ATTEMPTS = 30;

/**
 * Puts the upload on sale. If an earlier run did that and its answer was lost, the link is that of the same file.
 *
 * @returns the link
 * @throws Refused, Interrupted, UsageError
 */
export async function publish(run: Run): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await run.session.ask("POST", "/api/files", { body: bodyFor(run) }).catch((cause) => {
      throw new Interrupted("The connection broke while the file was put on sale.", { cause });
    });
    if (answer.ok) return ((await answer.json()) as OwnFile).url;
    const retryAfter = Number(answer.headers.get("retry-after")) || 2;
    const refusal = await refusalOf(answer);
    if (refusal.code === "upload_already_used" && typeof refusal.problem.url === "string") return refusal.problem.url;
    if (attempt === ATTEMPTS) throw new Interrupted(refusal.message);
    await overcome(run, refusal, { attempt, status: answer.status, retryAfter });
  }
}

/** Removes what is in the way, for the next attempt. @throws Refused if that cannot be done here */
async function overcome(
  run: Run,
  refusal: Refused,
  { attempt, status, retryAfter }: { attempt: number; status: number; retryAfter: number },
): Promise<void> {
  switch (refusal.code) {
    case "terms_not_accepted":
      if (attempt > 1 || !run.options.acceptTerms) throw termsRefused(String(refusal.problem.url));
      run.acceptedTerms = String(refusal.problem.hash);
      return;
    case "sign_in_required":
      if (attempt > 1) throw refusal;
      run.session = await run.signInAgain();
      return;
    case "storage_unpaid":
    case "storage_too_short":
      return payForTime(run, refusal);
    case "upload_scanning":
    case "scanner_down":
      say(refusal.message);
      return void (await sleep(retryAfter * 1_000));
    default:
      if (![429, 500, 502, 503, 504].includes(status)) throw refusal;
      say(refusal.message);
      await sleep(retryAfter * 1_000);
  }
}

/** Free room that was left when the upload began is gone, or the dates need more than was paid. */
async function payForTime(run: Run, refusal: Refused): Promise<void> {
  const { days } = refusal.problem;
  if (typeof days !== "number") throw refusal;
  say(refusal.message);
  const outcome =
    (await takeUpPayment(run, requestFor(run, days))) ?? (await payForStorage(run, requestFor(run, days)));
  if (outcome.kind !== "found") await outcome.response.body?.cancel();
  await noteDown(run, {});
}

function requestFor({ file, sale }: Run, needed: number): StorageRequest {
  const days = sale.payment?.purpose === "time" ? sale.payment.days : needed;
  return {
    purpose: "time",
    path: `/api/storage/uploads/${sale.uploadId}`,
    headers: { [UPLOAD_TOKEN_HEADER]: sale.uploadToken },
    body: { days },
    days,
    what: `${file.name} (${formatBytes(file.size)})`,
  };
}

function bodyFor({ options, sale, acceptedTerms }: Run): CreateFile {
  const { price, title, description, hide, downloadDays } = options;
  return {
    uploadId: sale.uploadId ?? "",
    uploadToken: sale.uploadToken,
    price,
    title,
    description,
    showing: hide ? { picture: "none", sample: false, contents: false, text: false } : undefined,
    downloadDays,
    acceptTerms: acceptedTerms,
    ...saleEnd(options, sale.paidDays !== null),
  };
}

/**
 * Where storage was paid, the server ends the sale so that its last buyer has all days to download. Elsewhere the same date is
 * computed from what the seller wants, if that was said.
 */
function saleEnd({ days, downloadDays }: Run["options"], isPaid: boolean): { onSaleUntil?: string } {
  if (isPaid || days === null) return {};
  return { onSaleUntil: new Date(Date.now() + (days - downloadDays) * DAY).toISOString() };
}

export function termsRefused(url: TermsInForce["url"]): Refused {
  return new Refused(
    `Read the terms of this server at ${url}. If you accept them, run the same command with --accept-terms.`,
  );
}
