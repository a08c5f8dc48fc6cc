import type { SameKeys } from "../../words";
import type { creators as en } from "../en/creators";

export const creators: SameKeys<typeof en> = {};
