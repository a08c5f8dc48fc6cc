import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { limits } from "../../lib/http/rate-limit";
import { signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

/**
 * One limit of each bundle of the production build, used up: Next gives each its own copy of the modules, and a limit
 * that only one copy understands is a 500 in the others. Each case comes from its own address.
 */
test.describe.configure({ mode: "serial" });

const AT_ONCE = 16;

let stack: Stack;
let fileId: string;
test.beforeAll(async () => {
  stack = await startStack({ TRUSTED_PROXIES: "1" });
  const seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
  const { file } = await seller.sell({ bytes: randomBytes(5_000) });
  fileId = file.id;
});
test.afterAll(() => stack?.stop());

type Door = { method?: string; path: (fileId: string) => string; headers?: Record<string, string> };

const page = { Accept: "text/html" };
const garbage = { "PAYMENT-SIGNATURE": "bm8gcGF5bWVudA==" };
const upload = `/api/uploads/${"0".repeat(22)}`;
const doors: [string, keyof typeof limits, Door][] = [
  ["an app route", "signInNonce", { method: "POST", path: () => "/api/sign-in/nonce" }],
  ["facts about a file", "fileInfo", { path: (id) => `/api/files/${id}/info` }],
  ["buying in JSON", "pay", { method: "POST", path: (id) => `/api/files/${id}/purchase`, headers: garbage }],
  ["new uploads", "uploadCreate", { method: "POST", path: () => "/api/uploads" }],
  ["parts of uploads", "uploadPart", { method: "PATCH", path: () => upload }],
  ["the price of a file", "fileRead", { path: (id) => `/api/files/${id}` }],
  ["paying for a file", "pay", { path: (id) => `/api/files/${id}`, headers: garbage }],
  ["paying by the shared link", "pay", { path: (id) => `/f/${id}`, headers: garbage }],
  ["changing a file", "sellerWrite", { method: "PATCH", path: (id) => `/api/files/${id}` }],
  ["deleting a file", "sellerWrite", { method: "DELETE", path: (id) => `/api/files/${id}` }],
  ["previews", "preview", { path: (id) => `/api/files/${id}/preview` }],
  ["cards", "preview", { path: (id) => `/api/files/${id}/card.jpg` }],
  // A redirect of Next's: counted as a page, and quick.
  ["pages", "page", { path: (id) => `/f/${id}/`, headers: page }],
];

for (const [at, [what, limit, door]] of doors.entries()) {
  test(`${what}: 429 with Retry-After after ${limits[limit].points}, and never 5xx`, async () => {
    test.setTimeout(120_000);
    const { statuses, refused } = await useUp(door, `10.1.0.${at}`, 2 * limits[limit].points);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(statuses.filter((status) => status !== 429).length).toBeGreaterThanOrEqual(limits[limit].points);
    await expectRefusal(refused);
    expect((await ask(door, `10.2.0.${at}`)).status).not.toBe(429);
  });
}

test("who used up the pages is refused at each, and still served by the other doors", async () => {
  const address = `10.1.0.${doors.length - 1}`;
  for (const path of ["/", `/f/${fileId}`, "/readyz"]) {
    await expectRefusal(await ask({ path: () => path, headers: page }, address));
  }
  expect((await ask({ path: (id) => `/api/files/${id}` }, address)).status).toBe(402);
});

test("a rejected request is not an error in the log", () => {
  expect(stack.app.output()).not.toMatch(/"level":"error"/);
});

/** Asks until it is refused, several at once. */
async function useUp(door: Door, address: string, most: number) {
  const statuses: number[] = [];
  let refused: Response | undefined;
  const worker = async () => {
    while (!refused && statuses.length < most) {
      const answer = await ask(door, address);
      statuses.push(answer.status);
      if (answer.status === 429 || answer.status >= 500) refused ??= answer;
      else await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { statuses, refused };
}

function ask({ method = "GET", path, headers }: Door, address: string): Promise<Response> {
  return fetch(stack.app.url + path(fileId), {
    method,
    redirect: "manual",
    headers: { Origin: stack.app.url, ...headers, "X-Forwarded-For": address },
  });
}

async function expectRefusal(answer: Response | undefined): Promise<void> {
  expect([answer?.status, answer?.headers.get("content-type")]).toEqual([429, "application/problem+json"]);
  expect(answer?.headers.get("retry-after")).toMatch(/^[1-9]\d?$/);
  expect(await answer?.json()).toMatchObject({ code: "too_many_requests", status: 429 });
}
