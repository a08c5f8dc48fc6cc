import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { privateKeyToAccount } from "viem/accounts";
import { readToEnd, startScannerServer } from "../../test/scanner-server";
import { signInSeller, uploadBytes } from "../seller";
import { devnetEnv, freePort, startApp, startStack } from "../stack";

test.describe.configure({ timeout: 120_000 });

test("a server that is killed in the middle of a scan scans again after its start, and sells nothing before", async () => {
  const stack = await startStack();
  await stack.app.stop();
  const port = String(await freePort());
  const base = { ...devnetEnv(stack.chain, stack.dataDir), PORT: port };
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  // Takes everything, and says nothing.
  const silent = await startScannerServer((socket) => {
    socket.resume();
    begun();
  });
  const found = await startScannerServer(readToEnd("stream: Evil FOUND\0"));
  let app = await startApp({ ...base, SCANNER: silent.setting });
  try {
    const uploaded = await uploadBytes(app.url, randomBytes(100_000), "gift.exe");
    await hasBegun;
    const seller = await signInSeller(app.url, privateKeyToAccount(`0x${randomBytes(32).toString("hex")}`));
    const early = await seller.request("POST", "/api/files", { ...uploaded, price: "0" });
    expect([early.status, early.headers.get("retry-after"), (await early.json()).code]).toEqual([
      409,
      "2",
      "upload_scanning",
    ]);
    await app.stop("SIGKILL");
    app = await startApp({ ...base, SCANNER: found.setting });
    await expect
      .poll(async () => (await (await seller.request("POST", "/api/files", { ...uploaded, price: "0" })).json()).code)
      .toBe("malware_found");
  } finally {
    await app.stop();
    await Promise.all([silent.stop(), found.stop(), stack.stop()]);
  }
});
