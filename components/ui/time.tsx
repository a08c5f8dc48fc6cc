"use client";

import { useWords } from "#i18n";
import { formatDateTime, formatDay, formatShort } from "./format";
import { useWhenQuiet } from "./use-when-quiet";

const forms = { day: formatDay, minute: formatShort };

/**
 * A moment, written by the server in UTC and, once the page runs, in the reader's own time zone. Either way the zone is
 * named where hours are shown.
 *
 * The browser's first use of its date tables takes as long as hydrating a whole buyer's page. So the server's text
 * stays until the page is idle, which needs `suppressHydrationWarning`.
 */
export function Time({ iso, only }: { iso: string; only?: keyof typeof forms }) {
  const t = useWords("ui");
  const quiet = useWhenQuiet();
  const write = only ? forms[only] : formatDateTime;
  const kept = !quiet && typeof window !== "undefined";
  return (
    <time
      dateTime={iso}
      title={only && !kept ? formatDateTime(iso, "UTC", t) : undefined}
      suppressHydrationWarning={!quiet}
    >
      {kept ? "" : write(iso, quiet ? undefined : "UTC", t)}
    </time>
  );
}
