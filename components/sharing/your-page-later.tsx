"use client";

import type { Loaded } from "@/components/ui/later";
import type { Locale } from "@/lib/i18n/locales";
import { linkWords, PartLater } from "./part-later";
import type { YourPageProps } from "./your-page";

async function load(locale: Locale): Promise<Loaded<YourPageProps>> {
  const [{ YourPage }, messages] = await Promise.all([import("./your-page"), linkWords(locale)]);
  return { Part: YourPage, messages };
}

/** What sellers say of themselves, for their settings. Loaded with its words. */
export const YourPageLater = (props: YourPageProps) => <PartLater load={load} of={props} />;
