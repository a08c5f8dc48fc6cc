"use client";

import { useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { formatDateTime, formatDay, formatShort } from "./format";

const forms = { day: formatDay, minute: formatShort };

const never = () => () => {};

/**
 * A moment, written by the server in UTC and, once the page runs, in the reader's own time zone. Either way the zone is
 * named where hours are shown.
 */
export function Time({ iso, only }: { iso: string; only?: keyof typeof forms }) {
  const t = useWords("ui");
  const write = only ? forms[only] : formatDateTime;
  const text = useSyncExternalStore(
    never,
    () => write(iso, undefined, t),
    () => write(iso, "UTC", t),
  );
  return (
    <time dateTime={iso} title={only ? formatDateTime(iso, "UTC", t) : undefined}>
      {text}
    </time>
  );
}
