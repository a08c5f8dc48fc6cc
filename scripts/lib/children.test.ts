import { fork } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runProgram, startProgram } from "./children.mjs";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, code);
  return path;
}

describe("programs that the demo starts", () => {
  const waiting = () =>
    script(
      "waiting.mjs",
      `process.on("SIGTERM", () => { console.log("saved"); process.exit(0); });
       setInterval(() => {}, 1000);
       process.send("up");`,
    );

  it("are asked to end, and what they said stays in their log", async () => {
    const logFile = join(folder, "waiting.log");
    const program = startProgram([waiting()], { logFile });
    await new Promise((resolve) => program.child.once("message", resolve));
    await program.stop();
    expect(await program.exited).toBe("it ended with code 0");
    expect(program.logTail()).toBe("saved");
  });

  it("are ended by force when they do not end by themselves", async () => {
    const deaf = script(
      "deaf.mjs",
      `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.send("up");`,
    );
    const program = startProgram([deaf], { logFile: join(folder, "deaf.log") });
    await new Promise((resolve) => program.child.once("message", resolve));
    await program.stop(100);
    expect(await program.exited).toBe("it was ended by SIGKILL");
  });

  it("end by themselves when the demo is killed", async () => {
    const marker = join(folder, "ended");
    const child = script(
      "child.mjs",
      `import { writeFileSync } from "node:fs";
       process.on("SIGTERM", () => { writeFileSync(${JSON.stringify(marker)}, "yes"); process.exit(0); });
       setInterval(() => {}, 1000);
       process.send("up");`,
    );
    const parent = script(
      "parent.mjs",
      `import { startProgram } from ${JSON.stringify(join(import.meta.dirname, "children.mjs"))};
       const program = startProgram([${JSON.stringify(child)}]);
       program.child.once("message", () => process.send("up"));`,
    );
    const demo = fork(parent);
    await new Promise((resolve) => demo.once("message", resolve));
    demo.kill("SIGKILL");
    await expect.poll(() => existsSync(marker), { timeout: 5_000 }).toBe(true);
    expect(readFileSync(marker, "utf8")).toBe("yes");
  });

  it("tell what went wrong when they fail", async () => {
    const failing = script("failing.mjs", `console.log("working"); console.error("no room left"); process.exit(3);`);
    await expect(runProgram([failing])).rejects.toThrow(/no room left\n\(node .*failing.mjs ended with code 3\)/);
    const fine = script("fine.mjs", `console.log("one"); console.log("two");`);
    const lines: string[] = [];
    expect(await runProgram([fine], { onLine: (line: string) => lines.push(line) })).toBe("one\ntwo\n");
    expect(lines).toEqual(["one", "two"]);
  });
});
