import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import type { SettingLine } from "@/lib/operator/schema";
import { English } from "./attention-items";

/** The settings in force, without secrets. */
export function SettingTable({ settings }: { settings: SettingLine[] }) {
  const t = useWords("operator");
  const groups = [...new Set(settings.map(({ group }) => group))];
  return (
    <section aria-labelledby="settings" className="space-y-6">
      <h1 id="settings" className="text-2xl">
        {t("tab_settings")}
      </h1>
      <p className="text-sm text-ink-soft">{t("settingsWhy")}</p>
      {groups.map((group) => (
        <section key={group} className="space-y-3">
          <h2 className="text-lg">
            <English>{group}</English>
          </h2>
          <dl className="divide-y divide-line rounded-lg border border-line bg-surface text-sm shadow-lift">
            {settings
              .filter((one) => one.group === group)
              .map((setting) => (
                <Line key={setting.name} setting={setting} />
              ))}
          </dl>
        </section>
      ))}
    </section>
  );
}

function Line({ setting: { name, value, from, isSecret, what } }: { setting: SettingLine }) {
  const t = useWords("operator");
  const hidden = isSecret && from === "given";
  return (
    <div className="space-y-1 p-4">
      <dt className="flex flex-wrap items-center gap-2">
        <bdi translate="no" className="font-mono font-semibold break-all">
          {name}
        </bdi>
        {from !== "given" && <Badge>{t(from === "default" ? "isDefault" : "isUnset")}</Badge>}
      </dt>
      <dd className="space-y-1">
        {hidden ? (
          <p className="text-ink-soft">{t("hidden")}</p>
        ) : (
          value !== null && (
            <p dir="ltr" lang="en" translate="no" className="text-start font-mono text-xs break-all">
              {value}
            </p>
          )
        )}
        <p lang="en" dir="ltr" className="text-start text-xs text-ink-soft">
          {what}
        </p>
      </dd>
    </div>
  );
}
