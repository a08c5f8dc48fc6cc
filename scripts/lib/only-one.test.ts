import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { acquireInstanceLock } from "./only-one.mjs";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, code);
  return path;
}

describe("one demo per data folder", () => {
  it("refuses the second, and the folder is free again when the first is killed", async () => {
    const holder = script(
      "holder.mjs",
      `import { acquireInstanceLock } from ${JSON.stringify(join(import.meta.dirname, "only-one.mjs"))};
       process.send(await acquireInstanceLock(${JSON.stringify(folder)}));
       setInterval(() => {}, 1000);`,
    );
    const first = fork(holder);
    expect(await new Promise((resolve) => first.once("message", resolve))).toBe(true);
    expect(await acquireInstanceLock(folder)).toBe(false);
    first.kill("SIGKILL");
    await new Promise((resolve) => first.once("exit", resolve));
    expect(await acquireInstanceLock(folder)).toBe(true);
  });
});
