import { connect } from "node:net";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Random, seeded } from "../../test/random";
import { encode } from "../../test/sign-payment";
import { signFor } from "../buyer";
import { signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

/**
 * Hostile headers over raw sockets against the production build: whatever arrives is answered with a judgement, never
 * with a 5xx, a stack trace or an address of ours. The same cases each time; `FUZZ_SEED` and `FUZZ_CASES` choose
 * others and more, as `npm run test:long` does.
 */
const CASES = Number(process.env.FUZZ_CASES ?? 1_000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const AT_ONCE = 24;
const PER_CONNECTION = 50;

let stack: Stack;
test.beforeAll(async () => {
  // Each case comes from its own address, so that limits do not keep it from the parsers.
  stack = await startStack({ TRUSTED_PROXIES: "1" });
});
test.afterAll(() => stack?.stop());

test(`${CASES} hostile headers: no 5xx, no stack trace, no address of ours`, async () => {
  test.setTimeout(300_000);
  const seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
  const { file } = await seller.sell({ price: "0.25" });
  // Signed for real, by a wallet without a cent: what survives mutation is refused for that.
  const signed = await signFor(file.url, privateKeyToAccount(generatePrivateKey()));
  const valid = JSON.parse(Buffer.from(signed.header, "base64").toString()) as Json;
  const random = seeded(SEED);
  const before = await stack.chain.usdcBalance(stack.chain.accounts.seller.address);

  const statuses = new Map<number, number>();
  const bad: string[] = [];
  let made = 0;
  const worker = async () => {
    while (made < CASES) {
      const count = Math.min(PER_CONNECTION, CASES - made);
      const first = made;
      made += count;
      const requests = Array.from({ length: count }, (_, index) => makeCase(random, valid, file.id, first + index));
      for (const [index, answer] of (await ask(stack.app.url, requests)).entries()) {
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (isBad(answer))
          bad.push(`${answer.status} ${answer.text.slice(0, 300)}\nfor ${requests[index]?.slice(0, 400)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  console.log(
    `seed ${SEED}: ${[...statuses]
      .sort()
      .map(([status, count]) => `${count} x ${status}`)
      .join(", ")}`,
  );
  expect(bad.slice(0, 5)).toEqual([]);
  expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(CASES);
  // Both kinds of judgement were reached: what cannot be read, and what can be and is refused.
  expect(statuses.get(400) ?? 0).toBeGreaterThan(CASES / 10);
  expect(statuses.get(402) ?? 0).toBeGreaterThan(CASES / 10);
  expect(statuses.get(429) ?? 0).toBe(0);
  expect(await stack.chain.usdcBalance(stack.chain.accounts.seller.address)).toBe(before);
  expect((await fetch(`${stack.app.url}/healthz`)).status).toBe(200);
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Answer = { status: number; text: string };

function isBad({ status, text }: Answer): boolean {
  const leaks = /\n\s+at |node_modules|\.ts:\d|Error: |127\.0\.0\.1:\d+|ECONN|prisma/i.test(text);
  return status >= 500 || status < 200 || leaks || (status >= 400 && !text.includes('"code":"'));
}

/** One raw HTTP request. Half of them carry a mutated valid payment. */
function makeCase(random: Random, valid: Json, fileId: string, index: number): string {
  const path = random.pick([`/api/files/${fileId}`, `/f/${fileId}`, `/api/files/${fileId}/purchase`]);
  const method = path.endsWith("purchase") ? "POST" : random.pick(["GET", "GET", "GET", "HEAD", "OPTIONS"]);
  const header = index % 2 === 0 ? encode(mutate(random, valid, 1 + random.int(3))) : garbage(random);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: localhost",
    `X-Forwarded-For: 10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
    "Content-Length: 0",
    `PAYMENT-SIGNATURE: ${header}`,
  ];
  if (random.int(10) === 0) lines.push(`PAYMENT-SIGNATURE: ${random.int(2) ? header : garbage(random)}`);
  if (random.int(5) === 0) lines.push(`Claim-Token: ${printable(random, random.int(80))}`);
  if (random.int(8) === 0) lines.push(`Cookie: fk_claim=${printable(random, 43)}; fk_session=${printable(random, 60)}`);
  if (random.int(8) === 0)
    lines.push(`Range: ${random.pick(["bytes=0-", "bytes=-1", "bytes=9-1", "x", "bytes=0-0,5-5"])}`);
  if (random.int(8) === 0) lines.push(`If-None-Match: ${printable(random, 20)}`);
  if (random.int(8) === 0)
    lines.push(`Accept: ${random.pick(["*/*", "application/json", "text/plain", printable(random, 20)])}`);
  if (random.int(12) === 0) lines.push(`SIGN-IN-WITH-X: ${garbage(random)}`);
  if (random.int(12) === 0)
    lines.push(`Origin: ${random.pick(["null", "https://evil.example", printable(random, 15)])}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

const oddities: Json[] = [
  null,
  true,
  0,
  -1,
  2 ** 53,
  "",
  " ",
  "0",
  "-1",
  "0x",
  "0X00",
  "1e9",
  "00",
  "9".repeat(90),
  "\u0000",
  "\ud800",
  [],
  {},
  [[]],
  "__proto__",
  { __proto__: null, toString: "x" },
  "eip155:",
  "eip155:99999999999999999999",
  "solana:x",
  "constructor",
];

/** A copy, because later changes may go into it. */
function odd(random: Random): Json {
  return structuredClone(random.pick(oddities));
}

/** Changes some leaves, keys or branches of a valid payload. */
function mutate(random: Random, value: Json, changes: number): Json {
  const copy = structuredClone(value);
  for (let change = 0; change < changes; change += 1) {
    let parent = copy as { [key: string]: Json };
    for (let depth = random.int(4); depth > 0; depth -= 1) {
      const inner = Object.values(parent).filter((child): child is { [key: string]: Json } => isObject(child));
      if (inner.length === 0) break;
      parent = random.pick(inner);
    }
    const keys = Object.keys(parent);
    const key = keys.length > 0 ? random.pick(keys) : "x";
    const old = parent[key];
    switch (random.int(6)) {
      case 0:
        delete parent[key];
        break;
      case 1:
        parent[key] = odd(random);
        break;
      case 2:
        parent[printable(random, 8)] = odd(random);
        break;
      default:
        parent[key] = typeof old === "string" ? mutateText(random, old) : odd(random);
    }
  }
  return copy;
}

function isObject(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mutateText(random: Random, text: string): string {
  const at = random.int(text.length + 1);
  switch (random.int(5)) {
    case 0:
      return text.toUpperCase();
    case 1:
      return text.slice(0, at);
    case 2:
      return text.slice(0, at) + printable(random, 1) + text.slice(at);
    case 3:
      return text.slice(0, at) + random.pick(["0", "f", "9", "A"]) + text.slice(at + 1);
    default:
      return text + text;
  }
}

function garbage(random: Random): string {
  switch (random.int(6)) {
    case 0:
      return "";
    case 1:
      return printable(random, random.int(200));
    case 2:
      return bytes(random, random.int(400)).toString("base64");
    case 3:
      return bytes(random, random.int(400)).toString("base64url");
    case 4:
      return encode("[".repeat(random.int(3_000)));
    default:
      return encode(JSON.stringify(odd(random)) ?? "undefined");
  }
}

/** Visible ASCII: anything a header may hold without being refused by the server itself. */
function printable(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(33 + random.int(94))).join("");
}

function bytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.int(256)));
}

/** Sends requests one after another over a raw connection and reads the answers. A closed connection is opened again. */
async function ask(url: string, requests: string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let next = 0; next < requests.length; ) {
    const connection = openConnection(url);
    try {
      while (next < requests.length) {
        const request = requests[next] ?? "";
        const answer = await connection.ask(request);
        if (!answer) break;
        answers.push(answer);
        next += 1;
      }
    } finally {
      connection.close();
    }
  }
  return answers;
}

function openConnection(url: string) {
  const socket = connect(Number(new URL(url).port), "localhost");
  let received = Buffer.alloc(0);
  let ended = false;
  let wake = () => {};
  socket.on("data", (part) => {
    received = Buffer.concat([received, part]);
    wake();
  });
  for (const event of ["end", "close", "error"]) {
    socket.on(event, () => {
      ended = true;
      wake();
    });
  }
  return {
    /** Null when the connection was closed before anything of the answer arrived. */
    async ask(request: string): Promise<Answer | null> {
      if (ended) return null;
      socket.write(request, "latin1");
      const withoutBody = request.startsWith("HEAD ");
      for (;;) {
        const answer = parse(received, withoutBody, ended);
        if (answer) {
          received = received.subarray(answer.length);
          if (/\r\nconnection: close/i.test(answer.head)) ended = true;
          return { status: answer.status, text: withoutBody ? '"code":"' : answer.text };
        }
        if (ended) return received.length > 0 ? { status: 0, text: received.toString("latin1") } : null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close: () => socket.destroy(),
  };
}

/** One whole answer at the start of what was received, or null. */
function parse(received: Buffer, withoutBody: boolean, ended: boolean) {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const head = received.subarray(0, headEnd).toString("latin1");
  const status = Number(head.slice(9, 12));
  const bodyStart = headEnd + 4;
  if (withoutBody || status === 204 || status === 304) return { status, head, text: "", length: bodyStart };
  const announced = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  let end: number;
  if (announced !== undefined) end = bodyStart + Number(announced);
  else if (/\r\ntransfer-encoding: chunked/i.test(head)) {
    const last = received.indexOf("0\r\n\r\n", bodyStart);
    end = last < 0 ? Number.POSITIVE_INFINITY : last + 5;
  } else end = ended ? received.length : Number.POSITIVE_INFINITY;
  if (received.length < end) return null;
  return { status, head, text: received.subarray(bodyStart, end).toString("utf8"), length: end };
}
