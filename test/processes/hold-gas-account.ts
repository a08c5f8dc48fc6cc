// A separate process for tests: each line on its input is a time; it tries to take the gas account at that time and
// says the fence, or `refused`. The settings are those of the process that started it.
import { createInterface } from "node:readline";
import { closeDb } from "@/lib/db/client";
import { holdLease } from "@/lib/payment-methods/evm/gas/lease";
import { forgetPerProcess } from "@/lib/process";

const account = { chainId: 31337, address: process.argv[2] ?? "" };
console.log("up");
for await (const time of createInterface({ input: process.stdin })) {
  if (time === "end") break;
  // Each time as if for the first time: what it had is for the database to say.
  forgetPerProcess("gas-leases");
  const said = await holdLease(account, new Date(Number(time))).then(
    ({ fence }) => String(fence),
    () => "refused",
  );
  console.log(said);
}
await closeDb();
process.stdin.destroy();
