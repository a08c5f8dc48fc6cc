"use client";

import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Later, type Loaded } from "@/components/ui/later";
import { Notice } from "@/components/ui/notice";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";
import type { LinkNamesProps } from "./link-names";

export const linkWords = (locale: Locale) => loadWords(locale, ["links", "fields"]);

async function loadNames(locale: Locale): Promise<Loaded<LinkNamesProps>> {
  const [{ LinkNames }, messages] = await Promise.all([import("./link-names"), linkWords(locale)]);
  return { Part: LinkNames, messages };
}

async function loadPicture(locale: Locale): Promise<Loaded<object>> {
  const [{ FirstPicture }, messages] = await Promise.all([import("./first-picture"), linkWords(locale)]);
  return { Part: FirstPicture, messages };
}

async function loadQr(locale: Locale): Promise<Loaded<{ url: string; title: string }>> {
  const [{ SaveQr }, messages] = await Promise.all([import("./save-qr"), linkWords(locale)]);
  return { Part: SaveQr, messages };
}

/** The names in a file's readable link. Loaded when it is shown, with its words. */
export const LinkNamesLater = (props: LinkNamesProps) => <PartLater load={loadNames} of={props} />;

/** A seller's picture, asked for once beside the name. */
export const FirstPictureLater = () => <PartLater load={loadPicture} of={{}} />;

/** Ways to save a QR code. */
export const SaveQrLater = (props: { url: string; title: string }) => <PartLater load={loadQr} of={props} />;

/** A part that brings its words along. */
export function PartLater<P extends object>({ load, of }: { load: (locale: Locale) => Promise<Loaded<P>>; of: P }) {
  const ui = useWords("ui");
  return (
    <Later
      load={load}
      of={of}
      failed={(tryAgain) => (
        <Notice role="alert" tone="bad">
          <Button size="sm" onClick={tryAgain}>
            {ui("tryAgain")}
          </Button>
        </Notice>
      )}
    />
  );
}
