import { createHash, randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The probe's folder below that of the files: no key is spelt like it. */
const FOLDER = "probe";
/** How long nginx may take to come up, and to answer once, in ms. */
const PATIENCE = 30_000;
const ANSWER_TIMEOUT = 5_000;

/** What an answer carries that nginx by itself would lose, and with it a receipt or the safety of the download. */
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

/**
 * Proves at the start that nginx sends our files: the server asks itself by its public address for a file that only it and
 * nginx know, under a name that nobody can guess.
 *
 * `answer` has to be asked about each request first; `run` throws an Error that names the fix. The server has to listen.
 *
 * @param {{ origins: string[], filesDir: string, location: string }} options `origins`: every one that downloads go through;
 *   `location`: of nginx, with a slash at both ends
 */
export function makeHandOffProbe({ origins, filesDir, location }) {
  const token = randomBytes(16).toString("hex");
  const path = `/filekiosk-probe/${token}`;
  const content = randomBytes(4_096);
  const etag = `"${createHash("sha256").update(content).digest("hex")}"`;
  const target = { path, content, etag, location, filesDir, asked: 0 };
  return {
    /** @param {import("node:http").IncomingMessage} req @param {import("node:http").ServerResponse} res */
    answer(req, res) {
      // Without the internal location nginx follows the header back to us.
      if (req.url?.startsWith(location)) {
        res.writeHead(404, { "Content-Length": 0 }).end();
        return true;
      }
      if (req.url !== path) return false;
      target.asked += 1;
      for (const [name, value] of Object.entries(kept)) res.setHeader(name, value);
      res.setHeader("ETag", etag);
      res.setHeader("X-Accel-Redirect", `${location}${FOLDER}/${token}`);
      res.end();
      return true;
    },
    async run() {
      // 0750 and 0640 as everything in there, so that what holds for the probe holds for the files.
      await mkdir(join(filesDir, FOLDER), { recursive: true, mode: 0o750 });
      const file = join(filesDir, FOLDER, token);
      try {
        await writeFile(file, content, { mode: 0o640 });
        for (const origin of origins) await check(origin, target);
      } finally {
        await rm(file, { force: true });
      }
    },
  };
}

/** @typedef {{ path: string, content: Buffer, etag: string, location: string, filesDir: string, asked: number }} Target */

/** @param {string} origin @param {Target} target */
async function check(origin, target) {
  const whole = await askOnceUp(origin, target);
  wholeFile(origin, target, whole);
  const part = await ask(origin, target, { Range: "bytes=1000-1999", "If-Range": target.etag });
  const same = part.status === 206 && part.body.equals(target.content.subarray(1_000, 2_000));
  if (!same)
    throw refusal(
      origin,
      "it does not answer `Range` with `If-Range`. Its location needs `etag off` and `add_header ETag`",
    );
  const several = await ask(origin, target, { Range: "bytes=0-1,5-6" });
  if (several.status !== 200)
    throw refusal(origin, "it answers several ranges at once. Its location needs `max_ranges 1`");
}

/** Until nginx is up: after a reboot it may start later than we do. @param {string} origin @param {Target} target */
async function askOnceUp(origin, target) {
  for (const deadline = Date.now() + PATIENCE; ; await sleep(250)) {
    const before = target.asked;
    try {
      const answer = await ask(origin, target);
      const notYet = [502, 503, 504].includes(answer.status) && target.asked === before;
      if (!notYet || Date.now() > deadline) return answer;
    } catch (error) {
      if (Date.now() <= deadline) continue;
      const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : error;
      throw refusal(origin, `this machine cannot reach it (${why}). The server has to be able to open its own address`);
    }
  }
}

/** @param {string} origin @param {Target} target @param {Awaited<ReturnType<typeof ask>>} answer */
function wholeFile(origin, target, { status, headers, body }) {
  const { content, etag, location, filesDir } = target;
  if (target.asked === 0) {
    throw refusal(origin, `what answers there (status ${status}) does not lead to this server`);
  }
  if (headers.has("x-accel-redirect") || (status === 200 && body.length === 0)) {
    throw refusal(
      origin,
      "what answers there passes X-Accel-Redirect on instead of following it: it is not nginx, or told to ignore it",
    );
  }
  if (headers.has("content-encoding")) throw refusal(origin, "it compresses files. Its location needs `gzip off`");
  if (status !== 200 || !body.equals(content)) {
    throw refusal(
      origin,
      `it did not find the file (status ${status}). It needs \`location ${location} { internal; alias ${filesDir}/; }\`, and its ` +
        "user has to be allowed to read there (a member of our group; the folders above need g+x)",
    );
  }
  const lost = Object.entries({ ...kept, ETag: etag, "Content-Length": String(content.length) })
    .filter(([name, value]) => headers.get(name) !== value)
    .map(([name]) => name);
  if (lost.length > 0) {
    throw refusal(
      origin,
      `it lost or changed ${lost.join(", ")}. Its location needs the add_header lines of the recipe`,
    );
  }
}

/** @param {string} origin @param {Target} target @param {Record<string, string>} [headers] */
async function ask(origin, { path }, headers = {}) {
  const response = await fetch(origin + path, {
    headers: { "Accept-Encoding": "gzip", ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_TIMEOUT),
  });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

/** @param {string} origin @param {string} what */
function refusal(origin, what) {
  return new Error(
    `SEND_FILES is nginx, but nginx at ${origin} does not send our files: ${what}. docs/operate/nginx.conf is a recipe that works; ` +
      "SEND_FILES=node does without nginx.",
  );
}
