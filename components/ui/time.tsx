"use client";

import { useSyncExternalStore } from "react";
import { formatDateTime, formatDay } from "./format";

const never = () => () => {};

/**
 * A moment, written by the server in UTC and, once the page runs, in the reader's own time zone. Either way the zone is
 * named where hours are shown.
 */
export function Time({ iso, only }: { iso: string; only?: "day" }) {
  const write = only === "day" ? formatDay : formatDateTime;
  const text = useSyncExternalStore(
    never,
    () => write(iso),
    () => write(iso, "UTC"),
  );
  return (
    <time dateTime={iso} title={only === "day" ? formatDateTime(iso, "UTC") : undefined}>
      {text}
    </time>
  );
}
