import "server-only";
import type { Db } from "@/lib/db/client";

/** A transaction of the gas account as it is stored: signed, priced, with what became of it. */
export type GasTransactionRow = NonNullable<Awaited<ReturnType<Db["gasTransaction"]["findUnique"]>>>;
