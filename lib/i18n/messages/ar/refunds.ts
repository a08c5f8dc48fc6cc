import type { SameKeys } from "../../words";
import type { refunds as en } from "../en/refunds";

export const refunds: SameKeys<typeof en> = {};
