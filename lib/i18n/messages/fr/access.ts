import type { SameKeys } from "../../words";
import type { access as en } from "../en/access";

export const access: SameKeys<typeof en> = {};
