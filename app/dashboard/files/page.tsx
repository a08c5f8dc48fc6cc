import { headers } from "next/headers";
import { FilesTab, type FirstFiles } from "@/components/dashboard/files/files-tab";
import { readListQuery } from "@/components/dashboard/files/list-query";
import { systemClock } from "@/lib/clock";
import { PageWords } from "@/lib/i18n/page-words";
import { listFiles } from "@/lib/sellers/files/list-files";
import type { FilesQuery } from "@/lib/sellers/files/schema";
import { readSession } from "@/lib/sign-in/seller-session";
import { tabMetadata } from "../tab-metadata";

export const generateMetadata = tabMetadata("tab_files");

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The seller's files. The first rows are in the page: nothing has to be asked for before they are seen. */
export default async function Page({ searchParams }: Props) {
  const given = await searchParams;
  const query = readListQuery({ get: (name) => (typeof given[name] === "string" ? given[name] : null) });
  return (
    <PageWords of={["numbers"]}>
      <FilesTab first={await readFirst(query)} />
    </PageWords>
  );
}

/** Where this fails, the browser asks again and shows why. */
async function readFirst(query: FilesQuery): Promise<FirstFiles> {
  const now = systemClock.now();
  const session = await readSession((await headers()).get("cookie"), now);
  if (!session) return null;
  return listFiles(session.sellerId, query, now).then(
    (page) => ({ query, page }),
    () => null,
  );
}
