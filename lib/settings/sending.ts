/** What cannot be meant together of how the bytes of files are sent. Pure. */

import type { SendFiles } from "./parsers/send-files";

type Sending = { appUrl?: string; downloadOrigin?: string; sendFiles?: SendFiles; trustedProxies?: number };

/** What is wrong with how files are to be sent, though each setting can be read. */
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
