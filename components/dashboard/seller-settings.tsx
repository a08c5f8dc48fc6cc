"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { PersonalData } from "@/components/http/personal-data";
import { wordsFor } from "@/components/http/request";
import { TellMe } from "@/components/notices/tell-me";
import { YourPageLater } from "@/components/sharing/your-page-later";
import { Sessions } from "@/components/sign-in/sessions";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import { Notice } from "@/components/ui/notice";
import type { ClientConfig } from "@/lib/client-config/schema";
import { CashOut } from "./cash-out";
import { ChangePayout } from "./change-payout";
import { ProfileForm } from "./profile-form";
import { profileQuery } from "./queries";

/** What buyers see of a seller, where the money goes, and where the wallet is signed in. */
export function SellerSettings({ config, onSignedOut }: { config: ClientConfig; onSignedOut: () => void }) {
  const sessions = useWords("sessions");
  const t = useWords("sellers");
  const errors = useWords("errors");
  const client = useQueryClient();
  const { data: profile, error } = useQuery(profileQuery);
  return (
    <div className="space-y-4">
      {error && !profile && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      {profile && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Card className="space-y-4">
            <h2 className="text-base">{t("profile")}</h2>
            <ProfileForm profile={profile} />
          </Card>
          <Card>
            <YourPageLater profile={profile} onChange={(saved) => client.setQueryData(profileQuery.queryKey, saved)} />
          </Card>
          <Card className="space-y-4">
            <h2 className="text-base">{t("payout")}</h2>
            <p className="text-sm">{t("payoutWhat", { networks: profile.payToNetworks.join(", ") })}</p>
            <Copyable text={profile.payTo} copyLabel={t("copyPayout")} />
            <CashOut config={config} payTo={profile.payTo} />
            <ChangePayout profile={profile} config={config} />
          </Card>
          <PersonalData of="seller" path="/api/profile" onErased={onSignedOut} />
          <Card className="space-y-4">
            <h2 className="text-base">{sessions("title")}</h2>
            <Sessions door="/api/sessions" onSignedOut={onSignedOut} />
          </Card>
        </div>
      )}
      <TellMe />
    </div>
  );
}
