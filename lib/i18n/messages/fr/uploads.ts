import type { SameKeys } from "../../words";
import type { uploads as en } from "../en/uploads";

export const uploads: SameKeys<typeof en> = {};
