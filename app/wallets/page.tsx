import type { Metadata } from "next";
import { Newcomers } from "@/components/wallets/newcomers";
import { clientConfig } from "@/lib/client-config/client-config";
import { getWords } from "@/lib/i18n/get-words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("newcomers");
  return { title: t("title") };
}

/** For people without a wallet: what one is, how to get one, how long it takes. */
export default function Page() {
  return <Newcomers config={clientConfig()} />;
}
