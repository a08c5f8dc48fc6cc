import { afterAll, beforeAll, expect, it } from "vitest";
import { FILES_ON_PAGE } from "@/lib/sellers/files/list-files";
import type { FilesPage } from "@/lib/sellers/files/schema";
import { SESSION_COOKIE, type SessionData, sealSession } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { fillShop } from "@/test/fill-shop";
import { GET as GET_OWN } from "./[fileId]/own/route";
import { GET } from "./route";

/** What a seller reads of own files: the list, and one. */

let database: Awaited<ReturnType<typeof freshDatabase>>;
let seller: SessionData;
let other: SessionData;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  database = await freshDatabase();
  [seller, other] = [await makeSeller(), await makeSeller()];
  fillShop(`${database.dir}/filekiosk.db`, { sellerId: seller.sellerId, files: FILES_ON_PAGE + 5, sales: 0 });
});
afterAll(() => database.close());

async function request(session: SessionData | null, path: string): Promise<Request> {
  const cookie = session ? `${SESSION_COOKIE}=${await sealSession(session)}` : "";
  return new Request(`http://localhost:3000${path}`, { headers: { cookie, "x-filekiosk-peer": "10.3.0.1" } });
}

async function files(session: SessionData, query: string): Promise<FilesPage> {
  const answer = await GET(await request(session, `/api/files${query}`));
  expect(answer.status).toBe(200);
  return answer.json();
}

it("a seller of many files reads them page by page, and nobody else does", async () => {
  const newest = await files(seller, "");
  expect([newest.files.length, newest.older === null]).toEqual([FILES_ON_PAGE, false]);
  const rest = await files(seller, `?before=${newest.older}`);
  expect([rest.files.length, rest.older]).toEqual([5, null]);
  const shown = [...newest.files, ...rest.files].map(({ id }) => id);
  expect(new Set(shown).size).toBe(FILES_ON_PAGE + 5);
  // The place of a page names no file that another seller could reach.
  for (const query of ["", "?q=print", "?sort=title", `?before=${newest.older}`]) {
    expect((await files(other, query)).files).toEqual([]);
  }
});

it("search, filter and order go together; empty ones are as none", async () => {
  const { files: found } = await files(seller, `?q=${encodeURIComponent("ÉTÉ")}&state=paused&sort=title&before=`);
  expect(found.map(({ title }) => title)).toEqual(["Été à la montagne 0043"]);
  expect((await files(seller, "?q=&state=&sort=")).files).toHaveLength(FILES_ON_PAGE);
});

it.each([`?q=${"x".repeat(201)}`, "?state=gone", "?sort=price", "?before=nothing"])(
  "refuses %s in words",
  async (query) => {
    const answer = await GET(await request(seller, `/api/files${query}`));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_input", detail: expect.stringMatching(/\.$/) });
  },
);

it("one file is its seller's alone", async () => {
  const { id } = await makeFile(seller, { title: "Mine" });
  const ask = async (session: SessionData | null) =>
    GET_OWN(await request(session, `/api/files/${id}/own`), { params: Promise.resolve({ fileId: id }) });
  const own = await ask(seller);
  expect(own.headers.get("cache-control")).toContain("no-store");
  expect(await own.json()).toMatchObject({ id, title: "Mine", versions: [{ number: 1 }] });
  expect([(await ask(other)).status, (await ask(null)).status]).toEqual([404, 401]);
});
