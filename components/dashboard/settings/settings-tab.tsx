"use client";

import { useQuery } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { isFirstTry, Loaded } from "@/components/dashboard/frame/loaded";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { TabTitle } from "@/components/dashboard/frame/tab-title";
import { profileQuery } from "@/components/dashboard/queries";
import { SellerSettings } from "@/components/dashboard/seller-settings";
import { channelsQuery } from "@/components/notices/channel-queries";
import { sessionsQuery } from "@/components/sign-in/sessions";

/** What buyers see of the seller, where the money goes, and where the wallet is signed in. */
export function SettingsTab() {
  const t = useWords("sellers");
  const { config, onSignedOut } = useSeller();
  const profile = useQuery(profileQuery);
  // Shown late, one would push away what is below it.
  const channels = useQuery(channelsQuery);
  const sessions = useQuery(sessionsQuery("/api/sessions"));
  return (
    <section className="space-y-4">
      <TabTitle>{t("settings")}</TabTitle>
      <Loaded of={profile} waits={isFirstTry(channels) || isFirstTry(sessions)}>
        {() => <SellerSettings config={config} onSignedOut={onSignedOut} />}
      </Loaded>
    </section>
  );
}
