import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { classNames } from "@/components/ui/class-names";
import { ShortCode } from "@/components/ui/code";
import { OperatorSignOut } from "./operator-sign-out";

const tabs = {
  overview: "/operator",
  reports: "/operator/reports",
  files: "/operator/files",
  sellers: "/operator/sellers",
  storage: "/operator/storage",
  blocks: "/operator/blocks",
  audit: "/operator/audit",
  notices: "/operator/notices",
  jobs: "/operator/jobs",
  doctor: "/operator/doctor",
  settings: "/operator/settings",
} as const;

export type Tab = keyof typeof tabs;

type Props = { tab: Tab; address: string; children: ReactNode };

/** The frame of every page of the operator: where one is, who is signed in. */
export function OperatorFrame({ tab, address, children }: Props) {
  const t = useWords("operator");
  return (
    <div className="space-y-6">
      <nav aria-label={t("title")} className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
        <ul className="flex gap-1 border-b border-line sm:flex-wrap">
          {(Object.keys(tabs) as Tab[]).map((name) => (
            <li key={name}>
              <a
                href={tabs[name]}
                aria-current={name === tab ? "page" : undefined}
                className={classNames(
                  "flex min-h-11 items-center border-b-2 px-3 text-sm font-semibold whitespace-nowrap no-underline",
                  name === tab ? "border-accent text-accent-ink" : "border-transparent hover:bg-sunken",
                )}
              >
                {t(`tab_${name}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
      <footer className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5 text-sm text-ink-soft">
        <p>{t.rich("signedInAs", { address: <ShortCode code={address} /> })}</p>
        <OperatorSignOut />
      </footer>
    </div>
  );
}
