import "server-only";
import type { statfs } from "node:fs/promises";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import type { Env, Settings } from "@/lib/settings/parse-settings";
import { type Finding, trouble } from "./finding";

/** What checks look at, and how. */
export type Shop = {
  settings: Settings;
  /** As the program got it: not trimmed. */
  env: Env;
  /** The folder of the app. */
  root: string;
  now(): Date;
  statfs: typeof statfs;
  /** A number for each file system, of the folder or of the nearest one above it that exists. */
  diskOf(path: string): number;
  /** How long an answer is held back to see whether something cuts it off, in seconds. */
  silence: number;
  /** Bytes of a large request and a large answer: a part of an upload, as browsers send it. */
  largeSize: number;
  /** The certificate of the authority to trust besides the usual ones, as PEM. */
  ca?: string;
  /** Where plain HTTP is tried; `http://` and the host of APP_URL by default. */
  plainUrl?: string;
};

/** Looks at one thing. It changes nothing that lasts, sends no transaction, and throws only if it cannot tell. */
export type Check = {
  name: string;
  run(shop: Shop): Promise<Finding[]> | Finding[];
};

/** Checks under one heading, which run one after the other. */
export type Section = { title: string; checks: readonly Check[] };

/** Runs a check; one that throws becomes a finding. */
export async function runCheck({ name, run }: Check, shop: Shop): Promise<Finding[]> {
  try {
    return await run(shop);
  } catch (error) {
    const why = withoutUrls(error instanceof Error ? error.message : String(error)).split("\n")[0];
    return [
      trouble("unchecked", {
        about: name,
        words: `This could not be checked: ${why}`,
        fix: "Run the command again. If it stays, please report it as a bug.",
      }),
    ];
  }
}
