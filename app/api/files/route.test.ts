import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { FILES_SHOWN } from "@/lib/sellers/dashboard";
import type { Dashboard } from "@/lib/sellers/schema";
import { SESSION_COOKIE, type SessionData, sealSession } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { GET } from "./route";

/** The request of "Show older files" on the dashboard. */

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  database = await freshDatabase();
});
afterAll(() => database.close());

async function files(session: SessionData, query = ""): Promise<Dashboard> {
  const headers = { cookie: `${SESSION_COOKIE}=${await sealSession(session)}`, "x-filekiosk-peer": "10.3.0.1" };
  const answer = await GET(new Request(`http://localhost:3000/api/files${query}`, { headers }));
  expect(answer.status).toBe(200);
  return answer.json();
}

it("a seller of very many files reads the older ones page by page, and nobody else's", async () => {
  const [seller, other] = [await makeSeller(), await makeSeller()];
  const { id } = await makeFile(seller);
  await makeFile(other);
  const [file, version, terms] = await Promise.all([
    db().file.findUniqueOrThrow({ where: { id } }),
    db().fileVersion.findFirstOrThrow({ where: { fileId: id } }),
    db().terms.findFirstOrThrow({ where: { fileId: id } }),
  ]);
  const ids = Array.from({ length: FILES_SHOWN + 5 }, () => newId());
  await db().file.createMany({ data: ids.map((one) => ({ ...file, id: one })) });
  await db().fileVersion.createMany({
    data: ids.map((one) => ({ ...version, id: one, fileId: one, storageKey: one })),
  });
  await db().terms.createMany({ data: ids.map((one) => ({ ...terms, id: one, fileId: one, versionId: one })) });

  const newest = await files(seller);
  expect([newest.files.length, newest.olderFiles]).toEqual([FILES_SHOWN, true]);
  const last = newest.files.at(-1)?.id ?? "";
  const older = await files(seller, `?before=${last}`);
  expect(older.olderFiles).toBe(false);
  const shown = [...newest.files, ...older.files].map((one) => one.id);
  expect(shown.toSorted()).toEqual([id, ...ids].toSorted());
  const theirs = (await files(other, `?before=${last}`)).files.map((one) => one.id);
  expect(theirs.some((one) => shown.includes(one))).toBe(false);
});
