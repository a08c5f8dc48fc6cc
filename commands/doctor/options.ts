import { parseArguments, readCount, UsageError } from "@/commands/arguments";
import { MAX_SILENCE } from "@/lib/doctor-probe/schema";

export const usage = `Usage: npm run doctor -- [options]

Examines this shop: settings, machine, database, nodes, gas account, and the running shop through its public URL. It says
what is wrong in plain words, and what to do. Without --sale it sells nothing, sends no transaction, and leaves nothing
behind.
Run it on the shop's machine (or in its container), with the same settings, as the same user, while the shop runs.

  --wait SECONDS   how long an answer is held back, to see whether something cuts it off (default: 30)
  --no-public      leave out the running shop and its public URL
  --sale           also buy a file at the lowest price on each network, with real money, and refund it. The wallet of
                   PAYER_KEY_FILE (or PAYER_KEY) pays; the gas of both is spent. The file is the command's own
  --yes            with --sale: do not ask before paying
  --json           print JSON

Exit code: 0 no faults (there may be warnings), 1 at least one fault, 2 the examination could not be run.`;

const DEFAULT_WAIT = 30;

export type Options = {
  /** Seconds. */
  wait: number;
  isPublic: boolean;
  sale: boolean;
  yes: boolean;
  json: boolean;
};

/** Reads the command line. Null: only the usage was asked for. @throws UsageError */
export function readOptions(args: string[]): Options | null {
  const { values } = parseArguments(usage, {
    args,
    options: {
      wait: { type: "string" },
      "no-public": { type: "boolean" },
      sale: { type: "boolean" },
      yes: { type: "boolean", short: "y" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return null;
  if (values.yes && !values.sale) throw new UsageError("--yes goes with --sale.");
  return {
    wait: readWait(values.wait),
    isPublic: !values["no-public"],
    sale: values.sale ?? false,
    yes: values.yes ?? false,
    json: values.json ?? false,
  };
}

function readWait(text: string | undefined): number {
  if (text === undefined) return DEFAULT_WAIT;
  return readCount("--wait", text, [1, MAX_SILENCE], `a number of seconds from 1 to ${MAX_SILENCE}`);
}
