import { fork } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { demoEnvironment } from "../demo/environment.mjs";
import { isBuilt, markBuilt } from "./build.mjs";
import { runProgram, startProgram } from "./children.mjs";
import { acquireInstanceLock } from "./only-one.mjs";
import { problemWithPort, readPort } from "./port.mjs";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, code);
  return path;
}

describe("a build's stamp", () => {
  it("holds as long as the sources are the same, whatever happens to tests", () => {
    const root = join(folder, "app");
    mkdirSync(join(root, "lib"), { recursive: true });
    mkdirSync(join(root, ".next"));
    mkdirSync(join(root, "dist"));
    writeFileSync(join(root, "dist/server.js"), "");
    writeFileSync(join(root, "lib/money.ts"), "export {}");
    expect(isBuilt(root)).toBe(false);
    writeFileSync(join(root, ".next/BUILD_ID"), "1");
    markBuilt(root);
    expect(isBuilt(root)).toBe(true);
    writeFileSync(join(root, "lib/money.test.ts"), "a test");
    expect(isBuilt(root)).toBe(true);
    writeFileSync(join(root, "lib/money.ts"), "export { }");
    expect(isBuilt(root)).toBe(false);
    writeFileSync(join(root, "lib/money.ts"), "export {}");
    expect(isBuilt(root)).toBe(true);
    writeFileSync(join(root, ".next/BUILD_ID"), "2, by somebody else");
    expect(isBuilt(root)).toBe(false);
    markBuilt(root);
    rmSync(join(root, "dist/server.js"));
    expect(isBuilt(root)).toBe(false);
    writeFileSync(join(root, "dist/server.js"), "");
    expect(isBuilt(root)).toBe(true);
    rmSync(join(root, ".next/BUILD_ID"));
    expect(isBuilt(root)).toBe(false);
  });
});

describe("ports", () => {
  it("parses the usual spellings and rejects anything that is not a port", () => {
    expect(readPort(undefined, 3000)).toBe(3000);
    expect(readPort(" 8080 ", 3000)).toBe(8080);
    for (const text of ["abc", "0", "65536", "-1", "80.5", "0x50"])
      expect(() => readPort(text, 3000)).toThrow(/PORT has to be/);
  });

  it.each(["127.0.0.1", "0.0.0.0", "::1", "::"])("finds a port taken by a listener on %s", async (host) => {
    const server = createServer();
    const listening = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(0, host, () => resolve(true));
    });
    // A machine without IPv6 has no listener there to find.
    if (!listening) return;
    const { port } = server.address() as { port: number };
    expect(await problemWithPort(port)).toBe("taken");
    await new Promise((resolve) => server.close(resolve));
    expect(await problemWithPort(port)).toBeUndefined();
  });
});

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

describe("the demo's settings", () => {
  it("are the devnet's, whatever .env holds for a real shop", () => {
    const root = join(folder, "shop");
    mkdirSync(root);
    writeFileSync(
      join(root, ".env"),
      "DATABASE_URL=file:/srv/shop.db\nOPERATOR_NAME=Shop\nGAS_KEY_FILE=/run/secrets/gas\nNETWORKS=eip155:8453\n",
    );
    const demo = {
      port: 3000,
      appUrl: "http://localhost:3000",
      dataDir: "/tmp/d",
      rpcUrl: "http://127.0.0.1:1",
      gasKey: "0x1",
    };
    const env = demoEnvironment({ ...demo, sessionSecretFile: "/tmp/d/s", dev: false }, root);
    expect(env).toMatchObject({
      NETWORKS: "eip155:31337",
      DATABASE_URL: "",
      GAS_KEY: "0x1",
      GAS_KEY_FILE: "",
      OPERATOR_NAME: "",
    });
    expect(env.PATH).toBe(process.env.PATH);
  });
});
