import { type ReactNode, useId, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { Field, TextArea } from "@/components/ui/field";
import {
  ANONYMOUS_REASON,
  CONTACT_MAX,
  EMAIL_MAX,
  EXPLANATION_MAX,
  LOCATION_MAX,
  REPORT_REASONS,
  REPORTER_NAME_MAX,
  WORK_MAX,
} from "@/lib/reports/limits";
import type { TypedReport } from "@/lib/reports/read-form";

type Props = {
  fileUrl: string;
  /** What the fields have at first. */
  typed: TypedReport;
  /** What the server refused; null if nothing. */
  error: unknown;
  /** Without script the page cannot change while it is filled in, and the server alone knows what is missing. */
  scripted: boolean;
};

/** The fields of DSA art. 16(2). */
export function NoticeFields(props: Props) {
  const { typed, error, scripted } = props;
  const t = useWords("reports");
  const refused = useFieldErrors(error);
  const [reason, setReason] = useState(typed.reason ?? "");
  const id = useId();
  const anonymous = reason === ANONYMOUS_REASON;
  return (
    <>
      <div className="space-y-1.5">
        <label htmlFor={id} className="block text-sm font-semibold">
          {t("reason")}
        </label>
        <select
          id={id}
          name="reason"
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="block min-h-11 w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink"
        >
          <option value="">{t("chooseReason")}</option>
          {REPORT_REASONS.map((one) => (
            <option key={one} value={one}>
              {t(`reason_${one}`)}
            </option>
          ))}
        </select>
      </div>
      <TextArea
        label={t("explanation")}
        hint={t("explanationHint")}
        error={refused("explanation")}
        name="explanation"
        defaultValue={typed.explanation}
        required
        maxLength={EXPLANATION_MAX}
        rows={6}
        dir="auto"
      />
      <Location {...props} />
      {anonymous && <p className="text-sm text-ink-soft">{t("anonymous")}</p>}
      <noscript>
        <p className="text-sm text-ink-soft">{t("anonymousIf")}</p>
      </noscript>
      <Person {...props} optional={anonymous} required={scripted && !anonymous} />
      <Confirm name="goodFaith" typed={typed}>
        {t("goodFaith")}
      </Confirm>
    </>
  );
}

/** The fields of 17 USC 512(c)(3)(A). */
export function CopyrightFields(props: Props) {
  const { typed, error } = props;
  const t = useWords("reports");
  const refused = useFieldErrors(error);
  const line = { required: true, maxLength: REPORTER_NAME_MAX, dir: "auto" } as const;
  return (
    <>
      <TextArea
        label={t("work")}
        hint={t("workHint")}
        error={refused("work")}
        name="work"
        defaultValue={typed.work}
        required
        maxLength={WORK_MAX}
        dir="auto"
      />
      <Field label={t("owner")} error={refused("owner")} name="owner" defaultValue={typed.owner} {...line} />
      <TextArea
        label={t("copyExplanation")}
        error={refused("explanation")}
        name="explanation"
        defaultValue={typed.explanation}
        required
        maxLength={EXPLANATION_MAX}
        rows={4}
        dir="auto"
      />
      <Location {...props} />
      <Person {...props} optional={false} required />
      <TextArea
        label={t("contact")}
        error={refused("contact")}
        name="contact"
        defaultValue={typed.contact}
        required
        maxLength={CONTACT_MAX}
        rows={2}
        dir="auto"
      />
      <Confirm name="goodFaith" typed={typed}>
        {t("copyGoodFaith")}
      </Confirm>
      <Confirm name="authorised" typed={typed}>
        {t("authorised")}
      </Confirm>
      <Field
        label={t("signature")}
        error={refused("signature")}
        name="signature"
        defaultValue={typed.signature}
        {...line}
      />
    </>
  );
}

function Location({ fileUrl, typed, error }: Props) {
  const t = useWords("reports");
  return (
    <TextArea
      label={t("location")}
      hint={t("locationHint")}
      error={useFieldErrors(error)("location")}
      name="location"
      defaultValue={typed.location ?? fileUrl}
      maxLength={LOCATION_MAX}
      rows={2}
      dir="ltr"
    />
  );
}

function Person({ typed, error, optional, required }: Props & { optional: boolean; required: boolean }) {
  const t = useWords("reports");
  const refused = useFieldErrors(error);
  return (
    <>
      <Field
        label={t("name")}
        error={refused("name")}
        name="name"
        defaultValue={typed.name}
        required={required}
        optional={optional}
        maxLength={REPORTER_NAME_MAX}
        autoComplete="name"
        dir="auto"
      />
      <Field
        label={t("email")}
        hint={t("emailHint")}
        error={refused("email")}
        name="email"
        defaultValue={typed.email}
        type="email"
        required={required}
        optional={optional}
        maxLength={EMAIL_MAX}
        autoComplete="email"
        dir="ltr"
      />
    </>
  );
}

type ConfirmProps = { name: "goodFaith" | "authorised"; typed: TypedReport; children: ReactNode };

function Confirm({ name, typed, children }: ConfirmProps) {
  return (
    <label className="flex min-h-11 items-start gap-3 text-sm">
      <input
        type="checkbox"
        name={name}
        defaultChecked={typed[name] !== undefined}
        required
        className="mt-1 shrink-0"
      />
      <span>{children}</span>
    </label>
  );
}
