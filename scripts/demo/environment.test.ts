import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { demoEnvironment } from "./environment.mjs";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
