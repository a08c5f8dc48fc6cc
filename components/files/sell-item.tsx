import { ChevronDown } from "lucide-react";
import { useId, useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import type { ResumableUpload, UploadState } from "@/components/uploads/resumable-upload";
import { UploadRow } from "@/components/uploads/upload-row";
import { LazySellForm } from "./lazy-sell-form";
import type { SellFormProps } from "./sell-form";

const none: UploadState = { step: "none" };

type Props = Omit<SellFormProps, "state" | "signInAsked"> & {
  upload: ResumableUpload;
  /** The only one: its form is always open. With several, one form is open at a time. */
  alone: boolean;
  open: boolean;
  onToggle: () => void;
};

/** One file that is being put on sale: the upload above, price and title below. */
export function SellItem({ alone, open, onToggle, ...form }: Props) {
  const t = useWords("sell");
  const state = useSyncExternalStore(form.upload.watch, form.upload.state, () => none);
  const formId = useId();
  const [signInAsked, setSignInAsked] = useState(0);
  if (state.step === "none") return null;
  // The form needs the file only once it is chosen again.
  const hasForm = state.step !== "interrupted";
  return (
    <Card className={alone ? "space-y-7" : "space-y-4 p-4! sm:p-5!"} aria-label={state.file.name}>
      <UploadRow
        state={state}
        upload={form.upload}
        onSignIn={() => {
          // The steps of signing in are in the form.
          if (!alone && !open) onToggle();
          setSignInAsked(signInAsked + 1);
        }}
      />
      {hasForm && !alone && (
        <button
          type="button"
          aria-expanded={open}
          aria-controls={formId}
          onClick={onToggle}
          className="flex min-h-11 w-full cursor-pointer items-center justify-between gap-3 border-t border-line pt-2 text-start font-semibold"
        >
          <span>
            {t(form.shared ? "itsLinkLater" : "priceTitleDates")}
            <span className="sr-only"> {t.rich("ofFile", { name: <bdi>{state.file.name}</bdi> })}</span>
          </span>
          <ChevronDown
            aria-hidden="true"
            className={classNames("size-5 shrink-0 text-ink-soft transition-transform", open && "rotate-180")}
          />
        </button>
      )}
      {hasForm && (
        <div id={formId} hidden={!alone && !open}>
          <LazySellForm {...form} {...{ state, signInAsked }} />
        </div>
      )}
    </Card>
  );
}
