import { SettingsTab } from "@/components/dashboard/settings/settings-tab";
import { PageWords } from "@/lib/i18n/page-words";
import { tabMetadata } from "../tab-metadata";

export const generateMetadata = tabMetadata("tab_settings");

/** The seller's settings. */
export default function Page() {
  return (
    <PageWords of={["fields", "privacy", "notices", "sessions", "troubles", "numbers"]}>
      <SettingsTab />
    </PageWords>
  );
}
