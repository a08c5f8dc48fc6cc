// A separate process for tests: buys files when told (`file id, payment header` on a line) and says how it ended. The
// settings are those of the process that started it, but for the node's address.
import { createInterface } from "node:readline";
import { closeDb } from "@/lib/db/client";
import { purchase } from "@/lib/shop/purchase/purchase";

process.env.RPC_URL_31337 = process.argv[2];
const nothing = { claimToken: null, signIn: null, chosenClaimToken: null, ticket: null, sellerId: null };
console.log("up");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "end") break;
  const [fileId = "", payment = ""] = line.split(" ");
  const outcome = await purchase({ ...nothing, fileId, payment, now: new Date() });
  console.log("code" in outcome ? outcome.code : outcome.kind);
}
await closeDb();
process.stdin.destroy();
