import type { Problem } from "../http/request";
import { createPayApi } from "./pay-api";

export type DownloadTrouble = { title: string; detail?: string };

/**
 * Starts a download as a plain navigation to an attachment: the browser streams it to disk, however large it is, and
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
 * Asks for a fresh download URL and goes there.
 *
 * @param version the number of one of the versions that may be downloaded; the newest when nothing is said
 * @returns what stood in the way, or null
 */
export async function downloadAgain(fileId: string, version?: number): Promise<DownloadTrouble | null> {
  const answer = await createPayApi(fileId, version).purchase();
  switch (answer.kind) {
    case "granted":
      startDownload(answer.result.ticketUrl);
      return null;
    case "refused":
      return problemWords(answer.problem);
    case "challenge":
      return {
        title: "This browser no longer has access to the file.",
        detail:
          "Open your recovery link, or pay with the wallet you paid with before: you are not charged again while your access lasts.",
      };
    case "unknown":
    case "known":
      return {
        title: "We are confirming your payment. You will not be charged twice.",
        detail: "Reload this page in a moment.",
      };
    case "lost":
      return answer.problem
        ? problemWords(answer.problem)
        : { title: "The server could not be reached.", detail: "Check your connection and try again." };
  }
}

function problemWords({ title, detail }: Problem): DownloadTrouble {
  return detail && detail !== title ? { title, detail } : { title };
}
