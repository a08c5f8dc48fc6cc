"use client";

import { useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { Details } from "@/components/ui/details";
import { Later } from "@/components/ui/later";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";

async function load(locale: Locale) {
  const [module, messages] = await Promise.all([
    import("./leave-address-form"),
    loadWords(locale, ["notices", "errors", "fields"]),
  ]);
  return { Part: module.LeaveAddressForm, messages };
}

const never = () => () => {};

/**
 * "E-mail me a link": where a buyer who wants to is told about a purchase. Loaded when it is opened; absent where the server sends
 * no e-mail.
 *
 * @param path the route that it is sent to: of the file, or of one payment in My purchases
 */
export function LeaveAddress({ path }: { path: string }) {
  const t = useWords("access");
  const [open, setOpen] = useState(false);
  const sendsMail = useSyncExternalStore(
    never,
    () => document.documentElement.dataset.mail !== undefined,
    () => false,
  );
  if (!sendsMail) return null;
  return (
    <Details summary={t("leaveAddress")} onToggle={(now) => setOpen(open || now)}>
      {open && <Later load={load} of={{ path }} failed={() => <p className="text-sm">{t("unreachable")}</p>} />}
    </Details>
  );
}
