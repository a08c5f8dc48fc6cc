"use client";

import { useQuery } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { CHANNELS } from "@/lib/outbox/schema";
import { ChannelForm } from "./channel-form";
import { channelsQuery } from "./channel-queries";

/** "Tell me": by e-mail, webhook and ntfy, as the seller chooses. Inside a `QueryProvider`; its words are `notices`, `errors` and `fields`. */
export function TellMe() {
  const t = useWords("notices");
  const errors = useWords("errors");
  const { data, error } = useQuery(channelsQuery);
  return (
    <Card className="space-y-4">
      <h3 className="text-base">{t("title")}</h3>
      <p className="text-sm">{t("what")}</p>
      {error && !data && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      {!data && !error && <p className="text-sm text-ink-soft">{t("loading")}</p>}
      {data && (
        <div className="grid items-start gap-8 lg:grid-cols-3">
          {CHANNELS.map((kind) =>
            kind === "email" && !data.canEmail ? (
              <p key={kind} className="text-sm text-ink-soft">
                {t("noEmail")}
              </p>
            ) : (
              <ChannelForm key={kind} kind={kind} channel={data.channels.find((one) => one.kind === kind)} />
            ),
          )}
        </div>
      )}
    </Card>
  );
}
