import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from "react";
import { useWords } from "#i18n";
import { classNames } from "./class-names";

const box =
  "block w-full min-h-11 rounded-md border bg-surface px-3 py-2 text-base text-ink placeholder:text-ink-soft disabled:bg-sunken disabled:text-ink-soft";

type Shared = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  prefix?: string;
};

/** What may be chosen instead, right below the error. */
type Answers = { answers?: ReactNode };

function Frame(props: Shared & Answers & { id: string; children: ReactNode }) {
  const { id, label, hint, error, answers, optional, children } = props;
  const t = useWords("ui");
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-semibold">
        {label}
        {optional && <span className="font-normal text-ink-soft"> {t("optional")}</span>}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="text-sm font-medium text-bad-ink">
          {error}
        </p>
      )}
      {answers}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: Shared): string | undefined {
  return [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
}

/** A labelled one-line input; its error is beside it and is read with it. */
export function Field(props: Shared & Answers & Omit<InputHTMLAttributes<HTMLInputElement>, "prefix">) {
  const { label, hint, error, answers, optional, prefix, className, ...input } = props;
  const own = useId();
  const id = input.id ?? own;
  return (
    <Frame {...{ id, label, hint, error, answers, optional }}>
      {/* A sign before an amount stands before it in every language: $0.50. */}
      <div className="relative" dir={prefix ? "ltr" : undefined}>
        {prefix && (
          <span aria-hidden="true" className="absolute inset-y-0 start-0 grid w-9 place-items-center text-ink-soft">
            {prefix}
          </span>
        )}
        <input
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described(id, props)}
          className={classNames(box, error ? "border-bad" : "border-line-strong", prefix && "ps-9", className)}
        />
      </div>
    </Frame>
  );
}

/** A labelled input of several lines. */
export function TextArea(props: Shared & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { label, hint, error, optional, className, ...area } = props;
  const own = useId();
  const id = area.id ?? own;
  return (
    <Frame {...{ id, label, hint, error, optional }}>
      <textarea
        rows={3}
        {...area}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(id, props)}
        className={classNames(box, "resize-y", error ? "border-bad" : "border-line-strong", className)}
      />
    </Frame>
  );
}
