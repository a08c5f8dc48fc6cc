import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useWords } from "#i18n";
import { complaintsQuery } from "@/components/complaints/queries";
import { classNames } from "@/components/ui/class-names";

const tabs = {
  overview: "/dashboard",
  files: "/dashboard/files",
  sales: "/dashboard/sales",
  messages: "/dashboard/messages",
  settings: "/dashboard/settings",
} as const;

type Tab = keyof typeof tabs;

type Props = {
  /** As of this page's own request. */
  openMessages: number;
};

/** The seller's pages, as links. The page of a file or of a sale belongs to its list. */
export function Tabs({ openMessages }: Props) {
  const t = useWords("desk");
  // Known better once the messages are on the page; nothing is requested for the number alone.
  const { data } = useQuery({ ...complaintsQuery, enabled: false });
  const open = data?.open ?? openMessages;
  const path = usePathname() ?? tabs.overview;
  const current = (Object.keys(tabs) as Tab[]).find((name) => name !== "overview" && path.startsWith(tabs[name]));
  return (
    <nav aria-label={t("tabs")} className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1 border-b border-line">
        {(Object.keys(tabs) as Tab[]).map((name) => {
          const isCurrent = name === (current ?? "overview");
          return (
            <li key={name}>
              <a
                href={tabs[name]}
                aria-current={isCurrent ? "page" : undefined}
                className={classNames(
                  "flex min-h-11 items-center border-b-2 px-3 text-sm font-semibold whitespace-nowrap no-underline",
                  isCurrent ? "border-accent text-accent-ink" : "border-transparent hover:bg-sunken",
                )}
              >
                {t(`tab_${name}`)}
                {name === "messages" && open > 0 && (
                  <span className="ms-1.5 rounded-full bg-accent-soft px-2 text-xs leading-5 text-accent-ink tabular-nums">
                    <span aria-hidden="true">{open}</span>
                    <span className="sr-only">{t("openMessages", { count: open })}</span>
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
