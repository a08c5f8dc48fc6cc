"use client";

import { useWords } from "#i18n";
import { formatDateTime, formatDay, formatShort } from "./format";
import { useWhenQuiet } from "./use-when-quiet";

const forms = { day: formatDay, minute: formatShort };

/**
 * A moment, written by the server in UTC and, once the page runs, in the reader's own time zone. Either way the zone is
 * named where hours are shown.
 *
 * The browser's first look into its tables of dates takes as long as bringing all of a buyer's page to life. So what the
 * server wrote stays until there is time for it, which is what `suppressHydrationWarning` asks of React.
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
