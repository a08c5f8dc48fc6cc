import "server-only";
import type { Metadata } from "next";
import { getWords } from "@/lib/i18n/get-words";
import type { Key } from "@/lib/i18n/words";

/** The title of a tab of the dashboard. */
export const tabMetadata = (name: Key<"desk">) => async (): Promise<Metadata> => {
  const t = await getWords("desk");
  return { title: t(name), robots: { index: false } };
};
