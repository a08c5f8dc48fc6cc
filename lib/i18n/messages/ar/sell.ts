import type { SameKeys } from "../../words";
import type { sell as en } from "../en/sell";

export const sell: SameKeys<typeof en> = {};
