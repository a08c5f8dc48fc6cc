/** Contradictory settings about sending files. Pure. */

import type { SendFiles } from "./parsers/send-files";

type Sending = { appUrl?: string; downloadOrigin?: string; sendFiles?: SendFiles; trustedProxies?: number };

/** Problems with the settings about sending files, although each is valid by itself. */
export function sendingProblems({ appUrl, downloadOrigin, sendFiles, trustedProxies }: Sending): string[] {
  const problems: string[] = [];
  if (sendFiles?.by === "nginx" && trustedProxies === 0) {
    problems.push(
      "SEND_FILES is nginx and TRUSTED_PROXIES is 0, so all visitors would count as one. Set TRUSTED_PROXIES=1 (or how " +
        "many proxies there are), and see docs/operate/nginx.md.",
    );
  }
  if (!appUrl || !downloadOrigin) return problems;
  const [app, downloads] = [new URL(appUrl), new URL(downloadOrigin)];
  if (app.host === downloads.host) {
    problems.push("DOWNLOAD_ORIGIN has the host of APP_URL. Give it one of its own, or remove it.");
  } else if (app.protocol !== downloads.protocol) {
    problems.push(`DOWNLOAD_ORIGIN has to begin with ${app.protocol}// as APP_URL does.`);
  }
  return problems;
}
