import { MessagesTab } from "@/components/dashboard/messages/messages-tab";
import { PageWords } from "@/lib/i18n/page-words";
import { tabMetadata } from "../tab-metadata";

export const generateMetadata = tabMetadata("tab_messages");

/** What buyers wrote, and what the operator decided. */
export default function Page() {
  return (
    <PageWords of={["complaints", "decisions", "reports"]}>
      <MessagesTab />
    </PageWords>
  );
}
