import "server-only";
import type { Db } from "@/lib/db/client";

/** A stored transaction of the gas account: signed, with its fee and its outcome. */
export type GasTransactionRow = NonNullable<Awaited<ReturnType<Db["gasTransaction"]["findUnique"]>>>;
