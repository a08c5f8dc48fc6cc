import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { appUrl, newVisitor, readDownload } from "../shop-pages";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("a seller drops three files and sells them together; the buyer pays once, and resumes one file and the archive @phone", async ({
  browser,
}) => {
  const seller = await newVisitor(browser);
  const files = ["one.pdf", "two.pdf", "ONE.pdf"].map((name) => ({ name, mimeType: "", buffer: randomBytes(120_000) }));
  const { page } = seller;
  await page.goto(appUrl());
  await page.locator('input[type="file"]').first().setInputFiles(files);
  await page.getByRole("button", { name: "Together", exact: true }).click();
  await expect(page.getByRole("heading", { name: "3 files together" })).toBeVisible();
  await page.getByLabel("Price").fill("0.60");
  await page.getByLabel("Title").fill("Three notebooks");
  await page.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Demo wallet" }).click();
  await expect(page.getByRole("heading", { name: "Your link is ready" })).toBeVisible();
  const link = (await page.getByTestId("file-link").textContent()) ?? "";
  await seller.leave();

  const buyer = await newVisitor(browser);
  const bought = buyer.page;
  await bought.goto(link);
  await expect(bought.getByRole("heading", { name: "3 files, sold together" })).toBeVisible();
  for (const name of ["one.pdf", "two.pdf", "ONE (2).pdf"])
    await expect(bought.getByText(name, { exact: true })).toBeVisible();
  const whole = bought.waitForEvent("download");
  await bought.getByRole("button", { name: /^Pay / }).click();
  await bought.getByRole("dialog").getByRole("button", { name: "Demo wallet" }).click();
  const archive = await readBytes(await whole);
  await expect(bought.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-bundle-"));
  writeFileSync(join(folder, "all.zip"), archive);
  expect(spawnSync("python3", ["-m", "zipfile", "-e", join(folder, "all.zip"), folder]).status).toBe(0);
  for (const [at, name] of ["one.pdf", "two.pdf", "ONE (2).pdf"].entries()) {
    expect(sha256(readFileSync(join(folder, name)))).toBe(sha256(files[at]?.buffer ?? Buffer.alloc(0)));
  }
  rmSync(folder, { recursive: true });

  const one = bought.waitForEvent("download");
  await bought.getByRole("link", { name: "Download two.pdf" }).click();
  const { name, sha256: hash } = await readDownload(await one);
  expect({ name, hash }).toEqual({ name: "two.pdf", hash: sha256(files[1]?.buffer ?? Buffer.alloc(0)) });

  // The connection was cut: a download manager asks for the rest.
  const asked = await bought.evaluate(async () => {
    const { pathname } = location;
    const answer = await fetch(`/api${pathname.replace("/f/", "/files/")}/purchase`, { method: "POST" });
    return (await answer.json()) as { ticketUrl: string; versions: { members: { fileId: string }[] }[] };
  });
  const member = `${asked.ticketUrl}&member=${asked.versions[0]?.members[1]?.fileId}`;
  for (const [url, bytes] of [
    [asked.ticketUrl, archive],
    [member, files[1]?.buffer ?? Buffer.alloc(0)],
  ] as const) {
    const etag = (await fetch(url, { method: "HEAD" })).headers.get("etag") ?? "";
    const rest = await fetch(url, { headers: { Range: "bytes=100000-", "If-Range": etag } });
    expect(rest.status).toBe(206);
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(100_000))).toBe(true);
  }
  await buyer.leave();
});

async function readBytes(download: import("@playwright/test").Download): Promise<Buffer> {
  return readFileSync(await download.path());
}
