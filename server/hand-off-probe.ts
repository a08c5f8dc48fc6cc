import { createHash, randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { checkHandOff, type HandedFile } from "./check-hand-off";

/** The probe's folder below that of the files: no key is spelled like it. */
const FOLDER = "probe";

/** Headers that nginx by itself would drop, and with them a receipt or the safety of the download. */
const kept = {
  "Payment-Response": "probe-settlement",
  "Payment-Id": "probe-payment",
  "Claim-Token": "probe-claim",
  "Content-Type": "text/html",
  "Content-Disposition": `attachment; filename="probe.html"; filename*=UTF-8''%D9%83%D8%B4%D9%83.html`,
  "Cache-Control": "private, no-store, no-transform",
  "Content-Security-Policy": "sandbox; default-src 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "PAYMENT-RESPONSE, Payment-Id",
  "Last-Modified": "Fri, 02 Jan 2026 03:04:05 GMT",
  Vary: "Accept, User-Agent, RSC",
};

type ProbeOptions = {
  /** Every origin of downloads. */
  origins: readonly string[];
  filesDir: string;
  /** nginx's internal location, with a slash at both ends. */
  location: string;
};

export type Probe = {
  /** Responds to a request of the probe. @returns true when it did */
  answer(req: IncomingMessage, res: ServerResponse): boolean;
  /** The server has to listen. @throws Error that names the fix */
  run(): Promise<void>;
};

/**
 * Checks at the start that nginx sends our files: the server requests from itself, by its public URL, a file that only
 * it and nginx know, under a name that nobody can guess. `answer` has to see each request before others do.
 */
export function makeHandOffProbe({ origins, filesDir, location }: ProbeOptions): Probe {
  const token = randomBytes(16).toString("hex");
  const content = randomBytes(4_096);
  const etag = `"${createHash("sha256").update(content).digest("hex")}"`;
  const handed: HandedFile = {
    path: `/filekiosk-probe/${token}`,
    content,
    headers: { ...kept, ETag: etag, "Content-Length": String(content.length) },
    etag,
    location,
    filesDir,
    asked: 0,
  };
  return {
    answer(req, res) {
      // Without the internal location nginx sends the header's path back to us.
      if (req.url?.startsWith(location)) {
        res.writeHead(404, { "Content-Length": 0 }).end();
        return true;
      }
      if (req.url !== handed.path) return false;
      handed.asked += 1;
      for (const [name, value] of Object.entries({ ...kept, ETag: etag })) res.setHeader(name, value);
      res.setHeader("X-Accel-Redirect", `${location}${FOLDER}/${token}`);
      res.end();
      return true;
    },
    async run() {
      // 0750 and 0640 like everything in there, so that the probe's result applies to the files.
      await mkdir(join(filesDir, FOLDER), { recursive: true, mode: 0o750 });
      const file = join(filesDir, FOLDER, token);
      try {
        await writeFile(file, content, { mode: 0o640 });
        for (const origin of origins) await checkHandOff(origin, handed);
      } finally {
        await rm(file, { force: true });
      }
    },
  };
}
