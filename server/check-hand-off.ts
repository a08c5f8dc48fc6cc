import { setTimeout as sleep } from "node:timers/promises";

/** How long nginx may take to start, and to respond once, in ms. */
const PATIENCE = 30_000;
const ANSWER_TIMEOUT = 5_000;

/** A file that nginx is to send for us. */
export type HandedFile = {
  /** Path of the URL that makes nginx send it. */
  path: string;
  content: Buffer;
  etag: string;
  /** The headers that have to arrive with the bytes. */
  headers: Record<string, string>;
  /** nginx's internal location, with a slash at both ends. */
  location: string;
  filesDir: string;
  /** How often our own server received the request. */
  asked: number;
};

type Answer = { status: number; headers: Headers; body: Buffer };

/** Requests the file by a public origin. @throws Error that names nginx's mistake, and the fix */
export async function checkHandOff(origin: string, handed: HandedFile): Promise<void> {
  checkWhole(origin, handed, await askOnceUp(origin, handed));
  const part = await ask(origin, handed, { Range: "bytes=1000-1999", "If-Range": handed.etag });
  if (part.status !== 206 || !part.body.equals(handed.content.subarray(1_000, 2_000))) {
    throw refusal(
      origin,
      "it does not answer `Range` with `If-Range`. Its location needs `etag off` and `add_header ETag`",
    );
  }
  const several = await ask(origin, handed, { Range: "bytes=0-1,5-6" });
  if (several.status !== 200) {
    throw refusal(origin, "it answers several ranges at once. Its location needs `max_ranges 1`");
  }
}

/** Until nginx is running: after a reboot it may start later than we do. */
async function askOnceUp(origin: string, handed: HandedFile): Promise<Answer> {
  for (const deadline = Date.now() + PATIENCE; ; await sleep(250)) {
    const before = handed.asked;
    try {
      const answer = await ask(origin, handed);
      const notYet = [502, 503, 504].includes(answer.status) && handed.asked === before;
      if (!notYet || Date.now() > deadline) return answer;
    } catch (error) {
      if (Date.now() <= deadline) continue;
      const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : error;
      throw refusal(origin, `this machine cannot reach it (${why}). The server has to be able to open its own address`);
    }
  }
}

function checkWhole(origin: string, handed: HandedFile, { status, headers, body }: Answer): void {
  if (handed.asked === 0) {
    throw refusal(origin, `what answers there (status ${status}) does not lead to this server`);
  }
  if (headers.has("x-accel-redirect") || (status === 200 && body.length === 0)) {
    throw refusal(
      origin,
      "what answers there passes X-Accel-Redirect on instead of following it: it is not nginx, or told to ignore it",
    );
  }
  if (headers.has("content-encoding")) throw refusal(origin, "it compresses files. Its location needs `gzip off`");
  if (status !== 200 || !body.equals(handed.content)) {
    throw refusal(
      origin,
      `it did not find the file (status ${status}). It needs \`location ${handed.location} { internal; alias ${handed.filesDir}/; }\`, and its ` +
        "user has to be allowed to read there (a member of our group; the folders above need g+x)",
    );
  }
  const lost = Object.entries(handed.headers).filter(([name, value]) => headers.get(name) !== value);
  if (lost.length > 0) {
    const names = lost.map(([name]) => name).join(", ");
    throw refusal(origin, `it lost or changed ${names}. Its location needs the add_header lines of the recipe`);
  }
}

async function ask(
  origin: string,
  { path }: HandedFile,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(origin + path, {
    headers: { "Accept-Encoding": "gzip", ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_TIMEOUT),
  });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

function refusal(origin: string, what: string): Error {
  return new Error(
    `SEND_FILES is nginx, but nginx at ${origin} does not send our files: ${what}. docs/operate/nginx.conf is a recipe that works; ` +
      "SEND_FILES=node does without nginx.",
  );
}
