import type { SameKeys } from "../../words";
import type { previews as en } from "../en/previews";

export const previews: SameKeys<typeof en> = {};
