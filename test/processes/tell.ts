// A separate process for tests: alarms begin, one after the other, each with its notice in one transaction, and the jobs of notices
// run in between. It prints each alarm that was committed, and goes on until it is killed.
import { expandNotices } from "@/lib/notices/expand-notices";
import { sendDeliveries } from "@/lib/notices/send-deliveries";
import { notify } from "@/lib/outbox/notify";
import { db } from "../../lib/db/client";

const [, , name = ""] = process.argv;

for (let count = 1; ; count += 1) await Promise.all([begin(`${name}-${count}`), send()]);

async function begin(place: string): Promise<void> {
  const now = new Date();
  await db().$transaction(async (tx) => {
    await tx.alarm.create({ data: { id: `gas-low ${place}`, round: 1, isOn: true, seenAt: now } });
    await notify(tx, { kind: "gas-low", place, round: 1 }, now);
  });
  console.log(place);
}

async function send(): Promise<void> {
  await expandNotices(new Date());
  await sendDeliveries("webhook", new Date());
}
