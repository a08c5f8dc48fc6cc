import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { DAY } from "../../lib/clock";
import { keepLonger, loseBytes, newPayer, payForUpload, sellKept } from "../paid-storage";
import { devnetEnv, type Stack, startStack } from "../stack";

/** What docs/operate/paid-storage.md says that an operator does from a shell, beside the running shop. */
test.describe.configure({ mode: "serial" });

const root = join(import.meta.dirname, "../..");
const payTo = privateKeyToAccount(generatePrivateKey()).address;
let stack: Stack;
let env: Record<string, string>;
test.beforeAll(async () => {
  const own = { STORAGE_PRICE: "1000", STORAGE_PAY_TO: payTo, SESSION_SECRET: randomBytes(32).toString("hex") };
  stack = await startStack(own);
  env = { ...devnetEnv(stack.chain, stack.dataDir), ...own, APP_URL: stack.app.url };
});
test.afterAll(() => stack?.stop());

/** `npm run operator -- …`, as the package's script runs it; nobody can answer its questions. */
async function operator(...args: string[]): Promise<{ code: number; output: string; complaint: string }> {
  return new Promise((resolve) => {
    const options = {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...env },
    };
    const program = [join(root, "commands/run.mjs"), "operator", ...args];
    const child = execFile(process.execPath, program, options as object, (_error, output, complaint) =>
      resolve({ code: child.exitCode ?? -1, output: String(output), complaint: String(complaint) }),
    );
    child.stdin?.end();
  });
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

test("storage: what was received, each payment with its transaction; storage owed: nothing yet", async () => {
  expect((await operator("storage")).output).toContain("Received for storage: $0.00 in 0 payments. Owed: $0.00 of 0.");
  const seller = await newPayer(stack, 40_000n);
  const { file } = await sellKept(stack, seller, "Field notes", 60);
  const stranger = await newPayer(stack, 20_000n);
  await keepLonger(stack, stranger, file.id, 30);

  const { code, output } = await operator("storage");
  expect(code).toBe(0);
  const [sum, longer, room] = output.split("\n");
  expect(sum).toBe("Received for storage: $0.06 in 2 payments. Owed: $0.00 of 0.");
  expect(longer).toMatch(
    new RegExp(`settled  \\$0.02  30 days  file ${file.id}  .*by ${stranger.address}  0x[0-9a-f]{64}$`, "i"),
  );
  expect(room).toMatch(
    new RegExp(`settled  \\$0.04  60 days  file ${file.id}  .*by ${seller.address}  0x[0-9a-f]{64}$`, "i"),
  );
  const owed = await operator("storage", "owed", "--json");
  expect(JSON.parse(owed.output)).toMatchObject({ money: { received: "0.06", payments: 2, owed: "0.00" }, rows: [] });
});

test("end-storage: asks first, keeps to 30 days of notice, and can be repeated only to end it sooner", async () => {
  const seller = await newPayer(stack, 60_000n);
  const { file } = await sellKept(stack, seller, "Atlas", 90);
  const end = (...args: string[]) => operator("end-storage", file.url, ...args);
  expect(await end()).toMatchObject({ code: 2, complaint: expect.stringContaining("--yes") });
  expect(await end("--yes", "--on", "tomorrow")).toMatchObject({ code: 2, complaint: expect.stringContaining("--on") });
  const early = await end("--yes", "--on", day(Date.now() + 20 * DAY));
  expect(early).toMatchObject({ code: 1, complaint: expect.stringContaining("30 days") });

  const last = day(Date.now() + 60 * DAY);
  expect(await end("--yes", "--on", last)).toMatchObject({
    code: 0,
    output: `Stored until ${last}T23:59:59.999Z. Owed by it: $0.02 of 1 payments.\n`,
  });
  expect(await end("--yes", "--on", last)).toMatchObject({ code: 1, complaint: expect.stringContaining("already") });
  const sooner = JSON.parse((await end("--yes", "--json")).output);
  // 61 days: the day on which it was to end has begun, too.
  expect(sooner).toMatchObject({ payments: 1, owed: "0.040667" });
  expect(Date.parse(sooner.endsAt) - Date.now()).toBeLessThanOrEqual(30 * DAY);

  const { output } = await operator("storage", "owed");
  expect(output).toContain("Received for storage: $0.12 in 3 payments. Owed: $0.040667 of 1.");
  expect(output).toContain(`file ${file.id}  $0.040667 owed  $0.00 paid back`);
  // Buyers may download for 30 days: nobody can buy it any more.
  const info = await (await fetch(`${stack.app.url}/api/files/${file.id}/info`)).json();
  expect(info).toMatchObject({ state: "ended", keptUntil: sooner.endsAt, mayExtend: false });
  expect(info).toMatchObject({ storageEnding: { why: "ended", at: sooner.endsAt } });
  await expect(keepLonger(stack, await newPayer(stack, 20_000n), file.id, 30)).rejects.toThrow(/storage_too_long/);
});

test("quota, figures and days: numbers as people write them, and nothing that could mean two", async () => {
  test.setTimeout(120_000);
  const { file } = await sellKept(stack, await newPayer(stack, 60_000n), "Ledger", 60);
  const quota = (size: string) => operator("quota", file.seller.address, size);
  for (const size of ["٢٫٥ غيغابايت", "2,5 Go", "2.5GB"]) {
    expect(await quota(size)).toMatchObject({
      code: 0,
      output: expect.stringContaining("Limit: 2.5 GB (for this seller)"),
    });
  }
  const unclear = await quota("1,500GB");
  expect(unclear).toMatchObject({ code: 2, complaint: expect.stringContaining("could mean 1500 GB or 1.50 GB") });
  expect((await quota("default")).output).toContain("(by the settings)");
  const days = await operator("figures", "--days", "1,000");
  expect(days).toMatchObject({ code: 2, complaint: expect.stringContaining("could mean 1000 or 1.00") });
  expect((await operator("figures", "--days", "٣٠")).code).toBe(0);
  const either = await operator("end-storage", file.url, "--yes", "--on", "01/02/2030");
  expect(either).toMatchObject({ code: 2, complaint: expect.stringContaining("2030-02-01 or 2030-01-02") });
});

test("bytes-lost: refused while they are here; then the days are owed, of a file and of an upload", async () => {
  const seller = await newPayer(stack, 80_000n);
  const kept = await sellKept(stack, seller, "Herbarium", 60);
  const { file } = kept;
  const lose = (...args: string[]) => operator("bytes-lost", ...args);
  expect(await lose("file", file.id)).toMatchObject({ code: 2, complaint: expect.stringContaining("--yes") });
  const here = await lose("file", file.id, "--yes");
  expect(here).toMatchObject({ code: 1, complaint: expect.stringContaining("all here") });
  expect((await fetch(file.url)).status).toBe(402);

  await loseBytes(stack, file.id);
  const lost = await lose("file", file.id, "--yes");
  expect(lost).toMatchObject({ code: 0, output: expect.stringContaining("Owed by it: $0.04 of 1 payments.") });
  expect(await lose("file", file.id, "--yes")).toMatchObject({
    code: 1,
    complaint: expect.stringContaining("bytes_gone"),
  });
  expect((await fetch(`${stack.app.url}/api/files/${file.id}/info`)).status).toBe(410);
  const [files, overview] = await Promise.all(
    ["files", "overview"].map(async (what) => (await kept.seller.request("GET", `/api/${what}`)).json()),
  );
  expect(files).toMatchObject({ files: [] });
  expect(overview).toMatchObject({ lost: [{ id: file.id, title: "Herbarium", url: file.url }] });

  const { uploadId } = await payForUpload(stack, seller, 60);
  const upload = JSON.parse((await lose("upload", uploadId, "--yes", "--json")).output);
  expect(upload).toMatchObject({ payments: 1, owed: "0.04" });
  expect(await lose("upload", uploadId, "--yes")).toMatchObject({ code: 1 });

  const { money, rows } = JSON.parse((await operator("storage", "owed", "--json")).output);
  expect(money).toMatchObject({ owing: 3, owed: "0.120667" });
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ on: { kind: "upload", id: uploadId }, owed: "0.04", unusedDays: 60 });
  const acts = JSON.parse((await operator("audit", "--act", "storage-ended", "--json")).output).rows;
  expect(acts.map(({ by, detail }: { by: string; detail: { why: string } }) => `${detail.why} by ${by}`)).toEqual([
    ...["lost by command-line", "lost by command-line", "ended by command-line", "ended by command-line"],
  ]);
});
