"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useWords } from "#i18n";
import { buttonClasses } from "./button";
import { classNames } from "./class-names";

type Props = {
  open: boolean;
  title: string;
  /** Called when the person closes it: button, Escape, or a press outside. */
  onClose: () => void;
  /** Its content arrives later: it has its height from the start, and its title does not jump. */
  tall?: boolean;
  children: ReactNode;
};

/**
 * A modal dialog on the native element, which traps the focus, closes on Escape and restores the focus by itself. On
 * phones it sits at the lower edge, within reach of a thumb.
 */
export function Dialog({ open, title, onClose, tall = false, children }: Props) {
  const t = useWords("ui");
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // On the title, not on Close: it names the dialog, and its choices may still be loading.
      heading.current?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog natively; the press outside is an extra
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={(event) => {
        // Also called when the page itself closes it, and by React when a dialog inside closes: only closing this one by the
        // person counts.
        if (open && event.target === ref.current) onClose();
      }}
      onClick={(event) => {
        // The second press of a double click was meant for the button that opened it.
        if (event.target === ref.current && event.detail < 2) onClose();
      }}
      className="m-0 mt-auto w-full max-w-full rounded-t-lg bg-surface p-0 text-ink sm:m-auto sm:max-w-md sm:rounded-lg"
    >
      {open && (
        <div
          className={classNames(
            "space-y-4 overflow-y-auto px-5 pb-5 sm:px-6 sm:pb-6",
            tall ? "h-[min(85dvh,32rem)]" : "max-h-[85dvh]",
          )}
        >
          {/* Stays in sight while the rest is scrolled. */}
          <div className="sticky top-0 z-1 -mx-5 flex items-center justify-between gap-4 bg-surface px-5 pt-5 pb-2 sm:-mx-6 sm:px-6">
            <h2 ref={heading} id={titleId} tabIndex={-1} className="text-lg outline-none">
              {title}
            </h2>
            <button type="button" onClick={onClose} className={`${buttonClasses({ look: "quiet", size: "sm" })} -me-3`}>
              <X aria-hidden="true" className="size-5" />
              <span className="sr-only">{t("close")}</span>
            </button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}
