import type { SameKeys } from "../../words";
import type { purchases as en } from "../en/purchases";

export const purchases: SameKeys<typeof en> = {};
