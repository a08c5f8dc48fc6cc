"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { type ButtonStyle, buttonClasses } from "@/components/ui/button";
import { Later } from "@/components/ui/later";
import { safeStorage } from "@/components/ui/safe-storage";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Locale } from "@/lib/i18n/locales";
import type { KeepLongerProps } from "./keep-longer";

async function load(locale: Locale) {
  const [{ KeepLonger }, { loadStorageWords }] = await Promise.all([import("./keep-longer"), import("./words")]);
  return { Part: KeepLonger, messages: await loadStorageWords(locale) };
}

type Props = {
  config: ClientConfig;
  file: KeepLongerProps["file"];
  by?: KeepLongerProps["by"];
  label: string;
  /** Read after the label, where several are on a page. */
  about?: string;
  /** If this part cannot be loaded. */
  failed: string;
  tryAgain: string;
  /** What has to be read again; the page itself by default. */
  onKept?: () => void;
  style?: ButtonStyle;
};

/**
 * Opens the payment for keeping a file longer. All of it is loaded only then, since it is on the page of every visitor; or at once if
 * a payment was begun before a reload.
 */
export function KeepLongerLink({ config, file, by, label, about, failed, tryAgain, onKept, style }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    // The payment's own memory: see `begun.ts`, which is loaded with the rest.
    if (safeStorage("localStorage").getItem(`filekiosk.payment.storage.file.${file.id}`)) setOpen(true);
  }, [file.id]);

  return (
    <>
      <button
        type="button"
        className={
          style
            ? buttonClasses(style)
            : "inline-flex min-h-9 cursor-pointer items-center text-start underline pointer-coarse:min-h-11"
        }
        onClick={() => setOpen(true)}
      >
        {label}
        {about && <span className="sr-only"> {about}</span>}
      </button>
      {open && (
        <Later
          load={load}
          of={{
            config,
            file,
            by,
            onClose: () => setOpen(false),
            onKept: onKept ?? (() => router.refresh()),
          }}
          failed={(again) => (
            <span role="alert" className="text-sm text-bad-ink">
              {failed}{" "}
              <button type="button" className="min-h-9 cursor-pointer underline" onClick={again}>
                {tryAgain}
              </button>
            </span>
          )}
        />
      )}
    </>
  );
}
