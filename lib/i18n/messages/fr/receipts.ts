import type { SameKeys } from "../../words";
import type { receipts as en } from "../en/receipts";

export const receipts: SameKeys<typeof en> = {};
