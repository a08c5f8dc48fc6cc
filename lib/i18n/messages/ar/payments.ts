import type { SameKeys } from "../../words";
import type { payments as en } from "../en/payments";

export const payments: SameKeys<typeof en> = {};
