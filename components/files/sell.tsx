"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { Notice } from "@/components/ui/notice";
import { usePageDrop } from "@/components/ui/page-drop";
import { DropZone } from "@/components/uploads/drop-zone";
import { type QueuedUpload, UploadQueue } from "@/components/uploads/upload-queue";
import { useLeaveWarning } from "@/components/uploads/use-leave-warning";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { FileLink } from "./file-link";
import type { SellRules } from "./sell-draft";
import type { SellFormProps, SharedTerms } from "./sell-form";
import { SellItem } from "./sell-item";
import { SellTogetherAsk } from "./sell-together-ask";
import { SellTogetherLater } from "./sell-together-later";
import { SoldList } from "./sold-list";
import { useSold } from "./use-sold";

const noItems: QueuedUpload[] = [];

type Props = { config: ClientConfig; rules: SellRules };

/** Selling files: drop one or several, set their prices, get the links. */
export function Sell(props: Props) {
  const t = useWords("sell");
  const { maxFileSize } = props.config;
  const [queue] = useState(() => new UploadQueue());
  const items = useSyncExternalStore(queue.watch, queue.items, () => noItems);
  const interrupted = useSyncExternalStore(queue.watch, queue.interrupted, () => 0);
  const { sold, ...selling } = useSold();
  const [chosen, setChosen] = useState<"together" | "separately" | null>(null);

  useEffect(() => {
    void queue.restore();
  }, [queue]);
  useLeaveWarning(queue.isSending);
  // Where no box is shown, a file does not open in place of the page either.
  usePageDrop({});

  const add = (files: File[]) => queue.add(files);
  // Where storage is paid for, each file is paid for by itself first: then they can be sold together by the API.
  const mayBeTogether = items.length > 1 && interrupted === 0 && props.config.storage === null;
  const isTogether = mayBeTogether && chosen === "together";

  function publishTogether(bundle: OwnFile) {
    selling.add(bundle, { covers: [], local: null, isDecoded: false });
    setChosen(null);
    for (const { upload } of items) upload.finish();
  }

  const [only] = sold;
  if (items.length === 0 && sold.length === 1 && only) {
    return <FileLink {...only} onChange={selling.change} onAnother={selling.clear} />;
  }
  if (items.length === 0 && sold.length === 0) {
    return <DropZone title={<DropWords />} maxFileSize={maxFileSize} onFiles={add} />;
  }
  return (
    <div className="space-y-5">
      {sold.length > 0 && <SoldList sold={sold} />}
      {interrupted > 0 && (
        <>
          <Interrupted count={interrupted} />
          <DropZone title={t("dropSame")} maxFileSize={maxFileSize} onFiles={add} />
        </>
      )}
      {isTogether ? (
        <SellTogetherLater
          {...props}
          queue={queue}
          onPublished={publishTogether}
          onSeparately={() => setChosen("separately")}
        />
      ) : (
        <>
          {mayBeTogether && chosen === null && (
            <SellTogetherAsk
              count={items.length}
              onTogether={() => setChosen("together")}
              onSeparately={() => setChosen("separately")}
            />
          )}
          <Items {...props} items={items} onSold={selling.add} />
        </>
      )}
      {interrupted === 0 && <DropZone small title={t("addMore")} maxFileSize={maxFileSize} onFiles={add} />}
    </div>
  );
}

/** Nobody drops anything on a phone. */
function DropWords() {
  const t = useWords("sell");
  return (
    <>
      <span className="pointer-coarse:hidden">{t("drop")}</span>
      <span className="hidden pointer-coarse:inline">{t("dropTouch")}</span>
    </>
  );
}

function Interrupted({ count }: { count: number }) {
  const t = useWords("sell");
  return (
    <Notice tone="info" title={t("interruptedTitle", { count })}>
      <p>{t("interruptedWhy", { count })}</p>
    </Notice>
  );
}

type ItemsProps = Props & { items: readonly QueuedUpload[]; onSold: SellFormProps["onPublished"] };

function Items({ config, rules, items, onSold }: ItemsProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [shared, setShared] = useState<{ terms: SharedTerms; ids: readonly string[] } | null>(null);
  // When the open one is gone, the next one opens.
  const open = chosen === "" || items.some(({ id }) => id === chosen) ? chosen : items[0]?.id;
  return (
    <ul className="space-y-4">
      {items.map(({ id, upload }) => (
        <li key={id}>
          <SellItem
            {...{ config, rules, upload }}
            alone={items.length === 1}
            open={open === id}
            onToggle={() => setChosen(open === id ? "" : id)}
            others={items.length - 1}
            shared={shared?.ids.includes(id) ? shared.terms : null}
            onShare={(terms) =>
              setShared({ terms, ids: items.filter((other) => other.id !== id).map((other) => other.id) })
            }
            onTrouble={() => setChosen(id)}
            onPublished={onSold}
          />
        </li>
      ))}
    </ul>
  );
}
