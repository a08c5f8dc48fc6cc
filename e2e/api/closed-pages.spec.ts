import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import { signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

/** What the links of a file answer once its operator has decided. The decision itself is `lib/decisions`. */

let stack: Stack;
test.beforeAll(async () => {
  stack = await startStack({});
});
test.afterAll(() => stack?.stop());

const states = [
  ["suspended", { page: 410, door: 403, code: "file_suspended" }],
  ["withheld", { page: 451, door: 451, code: "file_withheld" }],
] as const;
for (const [state, wanted] of states) {
  test(`a ${state} file: its page says so in its status, too`, async () => {
    const seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
    const { file } = await seller.sell({ bytes: randomBytes(5_000) });
    const database = new Database(join(stack.dataDir, "filekiosk.db"));
    const at = new Date().toISOString().replace("Z", "+00:00");
    database.prepare(`UPDATE "File" SET "${state}At" = ? WHERE "id" = ?`).run(at, file.id);
    database.close();
    const link = `${stack.app.url}/f/${file.id}`;
    const page = await fetch(link, { headers: { Accept: "text/html" } });
    expect(page.status).toBe(wanted.page);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await page.text()).toContain("operator");
    const bytes = await fetch(link);
    expect(bytes.status).toBe(wanted.door);
    expect(await bytes.json()).toMatchObject({ code: wanted.code });
    const preview = await fetch(`${stack.app.url}/api/files/${file.id}/card.jpg`);
    expect(preview.status).toBe(state === "withheld" ? 451 : 200);
  });
}
