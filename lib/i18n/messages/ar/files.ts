import type { SameKeys } from "../../words";
import type { files as en } from "../en/files";

export const files: SameKeys<typeof en> = {};
