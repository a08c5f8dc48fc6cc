import { type Problem, RequestProblem, requestJson } from "@/components/http/request";
import { claimOnPage } from "@/components/payments/wire/page-claims";
import { createPayApi } from "@/components/payments/wire/pay-api";
import type { PurchaseResult } from "@/lib/shop/schema";

/**
 * The source of a download: this browser's access to a file, or a payment of the wallet signed in to My purchases. `member`: of a
 * bundle, one of its files alone.
 */
export type DownloadSource = { fileId: string; paymentId?: string | undefined; member?: string | undefined };

/** Why a download is not possible. `problem`: an error, to be shown by its code. */
export type DownloadTrouble = { say: "noAccess" | "confirming" | "unreachable" } | { problem: Problem };

type AskedTicket = { kind: "open"; result: PurchaseResult } | { kind: "trouble"; trouble: DownloadTrouble };

/**
 * Starts a download as a plain navigation to an attachment: the browser streams it to disk, whatever its size, and
 * in-app browsers that refuse `blob:` links can save it.
 */
export function startDownload(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.rel = "noreferrer";
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Gets a fresh download URL, valid for 15 minutes.
 *
 * @param version the number of one of the versions that may be downloaded; the newest by default
 */
export function askTicket(source: DownloadSource, version?: number): Promise<AskedTicket> {
  return source.paymentId === undefined ? askByFile(source.fileId, version) : askByPayment(source.paymentId, version);
}

/**
 * Gets a fresh download URL and navigates to it.
 *
 * @returns the trouble, or null
 */
export async function downloadAgain(source: DownloadSource, version?: number): Promise<DownloadTrouble | null> {
  const asked = await askTicket(source, version);
  if (asked.kind === "trouble") return asked.trouble;
  startDownload(urlOf(asked.result.ticketUrl, source));
  return null;
}

function urlOf(ticketUrl: string, { member }: DownloadSource): string {
  if (member === undefined) return ticketUrl;
  const url = new URL(ticketUrl);
  url.searchParams.set("member", member);
  return url.href;
}

async function askByFile(fileId: string, version?: number): Promise<AskedTicket> {
  const answer = await createPayApi(fileId, version).purchase(claimOnPage(fileId));
  switch (answer.kind) {
    case "granted":
      return { kind: "open", result: answer.result };
    case "refused":
    case "owed":
      return trouble({ problem: answer.problem });
    case "challenge":
      return trouble({ say: "noAccess" });
    case "unknown":
    case "known":
      return trouble({ say: "confirming" });
    case "lost":
      return trouble(answer.problem ? { problem: answer.problem } : { say: "unreachable" });
  }
}

async function askByPayment(paymentId: string, version?: number): Promise<AskedTicket> {
  const path = `/api/purchases/${encodeURIComponent(paymentId)}/open`;
  try {
    return { kind: "open", result: await requestJson<PurchaseResult>(path, { method: "POST", body: { version } }) };
  } catch (error) {
    if (!(error instanceof RequestProblem)) return trouble({ say: "unreachable" });
    const { problem } = error;
    return trouble(problem.code === "settlement_unknown" ? { say: "confirming" } : { problem });
  }
}

function trouble(what: DownloadTrouble): AskedTicket {
  return { kind: "trouble", trouble: what };
}
