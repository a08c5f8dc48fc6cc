import "server-only";
import { ID_PATTERN } from "@/lib/ids";

const id = new RegExp(`^${ID_PATTERN}$`);

/** After which file a page begins: `?before=`. What is no id begins at the newest. */
export function pageOf(url: string): string | undefined {
  const before = new URL(url).searchParams.get("before");
  return before !== null && id.test(before) ? before : undefined;
}
