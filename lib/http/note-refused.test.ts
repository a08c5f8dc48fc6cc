import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listAudit } from "@/lib/audit/list-audit";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { forgetPerProcess } from "@/lib/process";
import { SESSION_COOKIE, sealSession } from "@/lib/sign-in/seller-session";
import { endSessionsOf } from "@/lib/sign-in/sessions";
import { freshDatabase } from "@/test/database";
import { type RouteHandler, route } from "./route";

let database: Awaited<ReturnType<typeof freshDatabase>>;
const address = `0x${"ab".repeat(20)}`;
let cookie: string;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  forgetPerProcess("security-events");
  await db().auditEntry.deleteMany();
  cookie = `${SESSION_COOKIE}=${await sealSession({ sellerId: "s1", address, chainId: 0 })}`;
});

async function ask(handler: RouteHandler, headers: Record<string, string> = {}, method = "POST") {
  const own = { origin: "http://localhost:3000", cookie, ...headers };
  await handler(new Request("http://localhost:3000/api/x?secret=1", { method, headers: own }));
  return (await listAudit({ take: 10 })).map(({ act, by, detail }) => [act, by, detail.code ?? detail.limit]);
}

const refusing = (code: ConstructorParameters<typeof AppError>[0]) =>
  route({ session: "required" }, () => {
    throw new AppError(code);
  });

it("a refused wallet is in the audit log, with what it asked for and without the query", async () => {
  expect(await ask(refusing("seller_not_allowed"))).toEqual([
    ["access-refused", `seller ${address}`, "seller_not_allowed"],
  ]);
  expect((await listAudit({ take: 1 }))[0]?.detail).toEqual({
    code: "seller_not_allowed",
    method: "POST",
    path: "/api/x",
  });
});

it("so are the change of what is not there, another site, and a session that has ended", async () => {
  expect(await ask(refusing("file_not_found"))).toHaveLength(1);
  expect((await ask(refusing("payout_address_changed"), { origin: "https://evil.example" }))[0]).toEqual([
    "access-refused",
    "visitor",
    "foreign_origin",
  ]);
  await endSessionsOf("everybody");
  expect((await ask(refusing("payout_address_changed")))[0]).toEqual(["access-refused", "visitor", "sign_in_required"]);
});

it("looking at what is not there, mistakes, and visitors without a cookie are not", async () => {
  expect(await ask(refusing("file_not_found"), {}, "GET")).toEqual([]);
  expect(await ask(refusing("invalid_input"))).toEqual([]);
  expect(await ask(refusing("payout_address_changed"), { cookie: "" })).toEqual([]);
});

it("a limit that is reached is, once for many", async () => {
  const limited = route({ limit: "cover" }, () => ({}));
  for (let count = 0; count < 60; count += 1) await ask(limited);
  const lines = await ask(limited);
  expect(lines).toHaveLength(10);
  expect(lines[0]).toEqual(["limit-reached", "visitor", "cover"]);
  expect(await db().auditEntry.count()).toBe(20);
});
