import type { SameKeys } from "../../words";
import type { gifts as en } from "../en/gifts";

export const gifts: SameKeys<typeof en> = {};
