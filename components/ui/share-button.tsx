"use client";

import { Share2 } from "lucide-react";
import { useSyncExternalStore } from "react";
import { type ButtonStyle, buttonClasses } from "./button";

const never = () => () => {};

/** Opens the device's own share sheet; absent if there is none. */
export function ShareButton({
  url,
  title,
  label,
  ...style
}: ButtonStyle & { url: string; title: string; label: string }) {
  const canShare = useSyncExternalStore(
    never,
    () => typeof navigator.share === "function",
    () => false,
  );
  if (!canShare) return null;
  return (
    <button
      type="button"
      className={buttonClasses({ look: "secondary", size: "sm", ...style })}
      onClick={() => {
        // A closed sheet rejects; there is nothing to tell the person.
        navigator.share({ url, title }).catch(() => {});
      }}
    >
      <Share2 aria-hidden="true" className="size-4 shrink-0" />
      {label}
    </button>
  );
}
