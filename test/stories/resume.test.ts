import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import handler from "@/pages/api/files/[fileId]";
import { openShop, type Shop } from "../shop";

/** Download managers that resume an interrupted download after the seller has replaced the file, without naming a version. */

const run = promisify(execFile);
let shop: Shop;
let server: Server;
let origin: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-resume-"));
  shop = await openShop();
  server = createServer((req, res) => {
    const query = { fileId: new URL(req.url ?? "", "http://localhost").pathname.slice(1) };
    void handler(Object.assign(req, { query }) as unknown as NextApiRequest, res as unknown as NextApiResponse);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
  await shop.close();
});

type Tool = { program: string; args(path: string, url: string, headers: string[]): string[] };
const tools: Tool[] = [
  { program: "curl", args: (path, url, headers) => ["-sS", "-C", "-", "-o", path, ...of("-H", headers), url] },
  { program: "wget", args: (path, url, headers) => ["-q", "-c", "-O", path, ...of("--header", headers), url] },
];
const of = (option: string, headers: string[]) => headers.flatMap((header) => [option, header]);

describe.each(tools)("$program goes on", ({ program, args }) => {
  const installed = spawnSync(program, ["--version"]).status === 0;
  /** The final content of the file: a tool that does not resume leaves it as it was. */
  async function goOn(have: Uint8Array, fileId: string, headers: string[]): Promise<Buffer> {
    const path = join(folder, `${program}-${fileId}`);
    writeFileSync(path, have);
    await run(program, args(path, `${origin}/${fileId}`, headers)).catch(() => {});
    return readFileSync(path);
  }

  it.runIf(installed)("with the version that its claim token was sent, to its end", async () => {
    const { id, bytes } = await shop.sell();
    const { header } = await shop.sign(id);
    const paid = await fetch(`${origin}/${id}`, { headers: { "PAYMENT-SIGNATURE": header } });
    await paid.arrayBuffer();
    const key = [`Claim-Token: ${paid.headers.get("claim-token")}`];
    const second = await shop.replace(id, "all-buyers", Buffer.alloc(8_000, "second"));
    expect((await goOn(bytes.subarray(0, 2_000), id, key)).equals(bytes)).toBe(true);
    expect((await goOn(bytes, id, key)).equals(bytes)).toBe(true);
    await (await fetch(`${origin}/${id}`, { headers: { "Claim-Token": key[0]?.slice(13) ?? "" } })).arrayBuffer();
    expect((await goOn(second.subarray(0, 2_000), id, key)).equals(second)).toBe(true);
  });

  it.runIf(installed)("with a free file that was replaced, and mixes nothing", async () => {
    const { id, bytes } = await shop.sell({ price: "0" });
    expect((await goOn(bytes.subarray(0, 2_000), id, [])).equals(bytes)).toBe(true);
    const second = await shop.replace(id, "all-buyers", Buffer.alloc(8_000, "second"));
    const end = await goOn(bytes.subarray(0, 2_000), id, []);
    expect(end.equals(bytes.subarray(0, 2_000))).toBe(true);
    expect((await goOn(second, id, [])).equals(second)).toBe(true);
  });
});
