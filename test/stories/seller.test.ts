import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as readInfoRoute } from "@/app/api/files/[fileId]/info/route";
import { POST as createRoute, GET as listRoute } from "@/app/api/files/route";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import type { OwnFile } from "@/lib/products/files/schema";
import fileDoor from "@/pages/api/files/[fileId]";
import { freshDatabase } from "../database";
import { makeSeller } from "../files";
import { signedIn, uploadBytes } from "../uploads";

/** The requests of a seller's page or program, in order. */

const HOME = "http://localhost:3000";
let close: () => Promise<void>;
let server: Server;
let seller: Record<string, string>;
let stranger: Record<string, string>;
let address: string;

beforeAll(async () => {
  process.env.APP_URL = HOME;
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  const account = await makeSeller();
  address = account.address;
  seller = await signedIn(account);
  stranger = await signedIn(await makeSeller());
  server = createServer((req, res) => {
    const fileId = new URL(req.url ?? "", HOME).pathname.split("/").at(-1);
    const request = Object.assign(req, { query: { fileId } }) as unknown as NextApiRequest;
    void fileDoor(request, res as unknown as NextApiResponse);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await close();
});

type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}

const json = { "Content-Type": "application/json" };

async function create(body: unknown, headers: Record<string, string> = seller): Promise<Answer> {
  const request = new Request(`${HOME}/api/files`, {
    method: "POST",
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });
  return answerOf(await createRoute(request));
}

/** PATCH and DELETE share their path with the bytes, in the other kind of door. */
async function change(method: "PATCH" | "DELETE", fileId: string, body?: unknown, headers = seller): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/api/files/${fileId}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : json) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return answerOf(response);
}

async function info(fileId: string, headers: Record<string, string> = {}): Promise<Answer> {
  const request = new Request(`${HOME}/api/files/${fileId}/info`, { headers });
  return answerOf(await readInfoRoute(request, { params: Promise.resolve({ fileId }) }));
}

async function list(headers = seller): Promise<OwnFile[]> {
  const { body } = await answerOf(await listRoute(new Request(`${HOME}/api/files`, { headers })));
  return body.files as OwnFile[];
}

async function upload(bytes: string | Uint8Array, name = "story.txt") {
  const { id: uploadId, token: uploadToken } = await uploadBytes(Buffer.from(bytes), name);
  return { uploadId, uploadToken };
}

describe("a seller", () => {
  it("uploads, prices, shows, reprices, pauses, resumes and removes a file", async () => {
    const created = await create({ ...(await upload("x".repeat(2_000))), price: "0.50", title: "A story" });
    expect(created.status).toBe(201);
    const id = created.body.id as string;
    expect(created.headers.get("location")).toBe(`/api/files/${id}`);
    expect(created.body).toMatchObject({ url: `${HOME}/f/${id}`, state: "on-sale", price: "0.50", sales: 0 });

    const shown = await info(id);
    expect(shown.status).toBe(200);
    expect(shown.body).toMatchObject({ title: "A story", size: 2_000, price: "0.50", seller: { address, name: null } });
    expect(shown.body.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(shown.body)).not.toEqual(expect.arrayContaining(["storageKey", "sellerId", "views"]));
    expect(await list()).toMatchObject([{ id, price: "0.50" }]);
    expect(await list(stranger)).toEqual([]);

    expect(await change("PATCH", id, { price: "0.75" })).toMatchObject({ status: 200, body: { price: "0.75" } });
    expect(await change("PATCH", id, { paused: true })).toMatchObject({ status: 200, body: { state: "paused" } });
    expect((await info(id)).body).toMatchObject({ state: "paused", price: "0.75" });
    expect(await change("PATCH", id, { paused: false })).toMatchObject({ body: { state: "on-sale" } });

    expect((await change("DELETE", id)).status).toBe(204);
    expect(await info(id)).toMatchObject({ status: 410, body: { code: "file_removed" } });
    expect(await list()).toEqual([]);
    expect(await change("PATCH", id, { paused: true })).toMatchObject({ status: 410, body: { code: "file_removed" } });
    expect((await change("DELETE", id)).status).toBe(204);
  });

  it("is told where the file is when the first answer was lost", async () => {
    const wanted = { ...(await upload("lost")), price: "1" };
    const { body } = await create(wanted);
    expect(await create(wanted)).toMatchObject({ status: 409, body: { code: "upload_already_used", fileId: body.id } });
  });
});

describe("anybody", () => {
  it("may read the facts from any site, without credentials", async () => {
    const { body } = await create({ ...(await upload("y".repeat(1_024))), price: "1" });
    const shown = await info(body.id as string, { Origin: "https://agent.example" });
    expect(shown.headers.get("access-control-allow-origin")).toBe("*");
    expect(shown.headers.has("access-control-allow-credentials")).toBe(false);
    expect(shown.headers.get("cache-control")).toContain("no-store");
  });

  it("cannot guess a short secret from its hash, not even its seller's page", async () => {
    const short = await create({ ...(await upload("KEY-1234".padEnd(1_023))), price: "1" });
    expect((await info(short.body.id as string)).body.sha256).toBeNull();
    const long = await create({ ...(await upload("y".repeat(1_024))), price: "1" });
    expect((await info(long.body.id as string)).body.sha256).not.toBeNull();
  });

  it("learns that there never was such a file", async () => {
    expect(await info("nothing")).toMatchObject({ status: 404, body: { code: "file_not_found" } });
  });
});

describe("bad requests each get their own answer and change nothing", () => {
  it.each<[what: string, changes: Record<string, unknown>, status: number, code: string]>([
    ["a price below nothing", { price: "-1" }, 400, "invalid_price"],
    ["a price with an exponent", { price: "1e-9" }, 400, "invalid_price"],
    ["a price beyond measure", { price: "1e30" }, 400, "invalid_price"],
    ["a price in words", { price: "abc" }, 400, "invalid_price"],
    ["a price as a number", { price: 1 }, 400, "invalid_price"],
    ["no price", { price: undefined }, 400, "invalid_price"],
    ["a price below the lowest", { price: "0.009999" }, 400, "invalid_price"],
    ["a price finer than a micro-dollar", { price: "0.0000001" }, 400, "invalid_price"],
    ["a price above the highest", { price: "10000.01" }, 400, "invalid_price"],
    ["a price with a space", { price: " 1" }, 400, "invalid_price"],
    ["a price in full-width digits", { price: "１" }, 400, "invalid_price"],
    ["a date that is none", { onSaleUntil: "soon" }, 400, "invalid_date"],
    ["a date that is past", { onSaleUntil: "2020-01-01T00:00:00Z" }, 400, "invalid_date"],
    ["a date too far away", { onSaleUntil: new Date(Date.now() + 400 * DAY).toISOString() }, 400, "invalid_date"],
    ["a title too long", { title: "x".repeat(121) }, 400, "invalid_input"],
    ["a description too long", { description: "x".repeat(2_001) }, 400, "invalid_input"],
    ["a field that is not asked for", { payTo: "0x0" }, 400, "invalid_input"],
    ["no upload", { uploadId: undefined }, 400, "invalid_input"],
    ["an upload that is not there", { uploadId: "nothing" }, 404, "upload_not_found"],
    ["a wrong upload token", { uploadToken: "wrong" }, 404, "upload_not_found"],
  ])("%s", async (_, changes, status, code) => {
    const before = await db().file.count();
    const answer = await create({ ...(await upload("bad")), price: "1", ...changes });
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await db().file.count()).toBe(before);
    await db().upload.deleteMany({ where: { state: "finished" } });
  });

  it("without signing in, or from another site", async () => {
    const wanted = { ...(await upload("mine")), price: "1" };
    expect(await create(wanted, {})).toMatchObject({ status: 401, body: { code: "sign_in_required" } });
    const foreign = { ...seller, Origin: "https://evil.example" };
    expect(await create(wanted, foreign)).toMatchObject({ status: 403, body: { code: "foreign_origin" } });
    const { body } = await create(wanted);
    const id = body.id as string;
    for (const method of ["PATCH", "DELETE"] as const) {
      const changes = method === "PATCH" ? { paused: true } : undefined;
      expect(await change(method, id, changes, foreign)).toMatchObject({
        status: 403,
        body: { code: "foreign_origin" },
      });
      expect(await change(method, id, changes, {})).toMatchObject({ status: 401, body: { code: "sign_in_required" } });
      expect(await change(method, id, changes, stranger)).toMatchObject({
        status: 404,
        body: { code: "file_not_found" },
      });
    }
    expect((await info(id)).body).toMatchObject({ state: "on-sale" });
  });
});
