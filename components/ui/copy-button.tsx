"use client";

import { useEffect, useState } from "react";
import { useWords } from "#i18n";
import { type ButtonStyle, buttonClasses } from "./button";
import { Sign } from "./sign";

type Props = ButtonStyle & {
  text: string;
  /** What is copied, for the button's name: "Copy link". */
  label: string;
  /** Shows only the icon if space is short; the name stays for screen readers. */
  iconOnly?: boolean;
};

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label, iconOnly = false, look = "secondary", size = "sm", wide }: Props) {
  const t = useWords("ui");
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2_500);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // The clipboard is not available on some pages and in some in-app browsers: the text is on the screen to be selected.
      setState("failed");
    }
  }

  const said = state === "copied" ? t("copied") : state === "failed" ? t("copyByHand") : "";
  return (
    <button
      type="button"
      onClick={copy}
      title={iconOnly ? label : undefined}
      className={buttonClasses({ look, size, wide })}
    >
      <Sign name={state === "copied" ? "done" : "copy"} className="size-4 shrink-0" />
      {iconOnly ? (
        <span className="sr-only">{label}</span>
      ) : (
        <span aria-hidden={said ? true : undefined}>{said || label}</span>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </button>
  );
}
