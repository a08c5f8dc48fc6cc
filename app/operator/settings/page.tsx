import { SettingTable } from "@/components/operator/setting-table";
import { settingsInForce } from "@/lib/operator/settings-in-force";
import { OperatorPage, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** The settings in force, without secrets. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="settings" render={render} />;
}

async function render() {
  return <SettingTable settings={settingsInForce()} />;
}
