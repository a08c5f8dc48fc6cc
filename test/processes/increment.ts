// A separate process for tests: reads a seller's name as a number and writes the next one, again and again, each in a
// transaction. Arguments: the database's URL, the seller's id, how often. Starts when told on its standard input.
import { once } from "node:events";
import { openDatabase } from "../../lib/db/client";
import { increment } from "../increment";

const [, , url = "", id = "", times = "0"] = process.argv;
const db = await openDatabase(url);
console.log("ready");
await once(process.stdin, "data");
for (let round = 0; round < Number(times); round += 1) await increment(db, id);
await db.$disconnect();
process.stdin.destroy();
