import { type IncomingHttpHeaders, request } from "node:http";
import { expect, test } from "@playwright/test";
import { newAccount } from "../bed";
import { askChallenge, payingFetch, present, signFor } from "../buyer";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

/** A readable link, asked for by everything that can ask: what is true of `/f/{fileId}` is true of it. */
test.describe.configure({ mode: "serial" });

let stack: Stack;
let seller: Seller;
let sold: SoldFile;
let link: string;
test.beforeAll(async () => {
  stack = await startStack();
  seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
  sold = await seller.sell({ title: "Quiet harvest", price: "0.25" });
  await name({ handle: "ana", slug: "first name" });
  link = await name({ slug: "حصاد" });
});
test.afterAll(() => stack?.stop());

async function name(names: { handle?: string; slug: string }, of = sold): Promise<string> {
  const answer = await seller.request("PUT", `/api/files/${of.file.id}/link`, names);
  return ((await answer.json()) as { url: string }).url;
}

const browser = {
  Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
};
type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** Like fetch, with what fetch does not send, and without following redirects. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(new URL(path, stack.app.url), { method, headers }, async (res) => {
      const parts: Buffer[] = [];
      for await (const part of res) parts.push(part as Buffer);
      resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(parts).toString() });
    });
    asked.on("error", reject).end();
  });
}

/** What differs in each response by its nature. */
const plain = ({ status, headers }: Answer) => {
  const { date: _, "payment-required": challenge, "content-security-policy": policy, ...rest } = headers;
  return { status, hasChallenge: challenge !== undefined, hasPolicy: policy !== undefined, ...rest };
};

test("everybody gets at it what they get at the id's link", async () => {
  const { pathname } = new URL(link);
  expect(pathname).toBe(`/s/ana/${encodeURIComponent("حصاد")}`);
  const askers: [string, Record<string, string>, string?][] = [
    ["a program", {}],
    ["curl", { Accept: "*/*", "User-Agent": "curl/8.5.0" }],
    ["HEAD by a program", {}, "HEAD"],
    ["a preflight", { Origin: "https://x.example", "Access-Control-Request-Method": "GET" }, "OPTIONS"],
    ["a prefetch", { "Sec-Purpose": "prefetch" }],
    ["a payment that is none", { "PAYMENT-SIGNATURE": "x" }],
    ["a claim that is none", { ...browser, "Claim-Token": "k".repeat(43) }],
    ["a seller's method", { Origin: stack.app.url }, "DELETE"],
    ["a method that nobody knows here", {}, "PUT"],
  ];
  for (const [who, headers, method] of askers) {
    const [readable, byId] = [await ask(pathname, headers, method), await ask(`/f/${sold.file.id}`, headers, method)];
    expect([who, plain(readable)]).toEqual([who, plain(byId)]);
  }
  for (const headers of [browser, { "User-Agent": "WhatsApp/2.23.20.0" }]) {
    const page = await ask(pathname, headers);
    expect(page.status).toBe(200);
    expect(page.headers.vary).toMatch(/Accept.*User-Agent.*RSC/i);
    expect(page.headers["cache-control"]).toContain("no-store");
    expect(page.text).toContain(`<link rel="canonical" href="${link}"/>`);
    expect(page.text).toContain(`<meta property="og:url" content="${link}"/>`);
    expect(page.text).toContain(`/api/files/${sold.file.id}/card.jpg`);
  }
});

test("an earlier name leads a page on, answers a program, and is nobody else's", async () => {
  const page = await ask("/s/ana/first-name?utm=1", browser);
  expect([page.status, page.headers.location]).toEqual([307, `${new URL(link).pathname}?utm=1`]);
  expect((await ask("/s/ana/first-name")).status).toBe(402);
  const other = await seller.sell();
  const answer = await seller.request("PUT", `/api/files/${other.file.id}/link`, { slug: "First  náme" });
  expect([answer.status, (await answer.json()).code]).toEqual([409, "name_taken"]);
});

test("what nobody has is 404, for people and programs", async () => {
  for (const path of ["/s/%ff/x", "/s/ana/nothing", "/s/nobody", "/s/ana/x/y", `/s/${"x".repeat(1_000)}/y`]) {
    expect([path, (await ask(path, browser)).status]).toEqual([path, 404]);
  }
  const answer = await ask("/s/ana/nothing");
  expect([answer.status, JSON.parse(answer.text).code]).toEqual([404, "file_not_found"]);
  expect(answer.headers["access-control-allow-origin"]).toBe("*");
});

test("@x402/fetch buys there; the challenge names the id's link, and a second purchase at that is the same one", async () => {
  expect((await askChallenge(link)).resource.url).toBe(sold.file.url);
  const buyer = newAccount();
  await stack.chain.fund(buyer.address, 1_000_000n);
  const pay = payingFetch(buyer, stack.chain.network.token.address);
  for (const url of [link, sold.file.url, `${stack.app.url}/s/ana/first-name`]) {
    const response = await pay(url);
    expect([url, response.status]).toEqual([url, 200]);
    expect((await response.arrayBuffer()).byteLength).toBe(sold.bytes.length);
  }
  expect(await stack.chain.usdcBalance(buyer.address)).toBe(750_000n);
});

test("a payment for one file, presented at another's link, buys neither", async () => {
  const buyer = newAccount();
  await stack.chain.fund(buyer.address, 1_000_000n);
  const other = await seller.sell({ price: "0.25" });
  const otherLink = await name({ slug: "other" }, other);
  const { header } = await signFor(link, buyer);
  const refused = await present(otherLink, header);
  expect(refused.status).toBe(402);
  expect(await stack.chain.usdcBalance(buyer.address)).toBe(1_000_000n);
  expect((await present(link, header)).status).toBe(200);
});

test("a seller's page lists what is listed, says what is not verified, and tells of no other file", async () => {
  await seller.request("PATCH", `/api/files/${sold.file.id}`, { listed: true });
  const words = "I **draw**. <script>alert(1)</script> [site](javascript:alert(1)) [ok](https://ana.example)";
  const profile = { name: "Ana", words, homepage: "https://ana.example/me" };
  expect((await seller.request("PATCH", "/api/profile", profile)).status).toBe(200);
  const page = await ask("/s/ana", browser);
  expect(page.status).toBe(200);
  expect(page.text).toContain("This name is not verified.");
  expect(page.text).toContain(`href="${new URL(link).pathname}"`);
  expect(page.text).toContain("<strong>draw</strong>");
  expect(page.text).not.toMatch(/<script>alert|href="javascript:/);
  expect(page.text).toMatch(/href="https:\/\/ana\.example\/me" rel="nofollow ugc noopener noreferrer"/);
  const hidden = await seller.sell({ title: "Only for one person" });
  for (const path of ["/s/ana", `/s/ana?before=${hidden.file.id}`]) {
    const { text } = await ask(path, browser);
    expect(text).toContain("Quiet harvest");
    expect(text).not.toContain("Only for one person");
  }
  const [, card] = /property="og:image" content="([^"]+)"/.exec(page.text) ?? [];
  const picture = await fetch((card ?? "").replaceAll("&amp;", "&"));
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect((await ask("/s/ANA", browser)).headers.location).toBe("/s/ana");
});
