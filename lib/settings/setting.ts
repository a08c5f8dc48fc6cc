import type { z } from "zod";

/** What there is to know of one setting. `npm run house` writes .env.example and docs/operate/settings.md from it. */
export type Setting = {
  /** What the operator wrote, in; what the code goes by, out. Its errors say what is wrong after the setting's name. */
  parser: z.ZodType<unknown, string>;
  /** What it is for, in whole sentences. */
  what: string;
  /** A value that can be copied, where the words leave doubt about how it is written. */
  example?: string;
  /** What counts where it is not set, written as an operator would. */
  default?: string;
  /** What counts on the devnet instead. */
  onDevnet?: string;
  /** The default in words, where it depends on something else or `default` does not speak for itself. */
  defaultInWords?: string;
  /** What a start without it says after its name, where it is needed. */
  missing?: string;
  /** True where it holds a secret, or may: then the path of a file can be given as `NAME_FILE`, and no error repeats it. */
  secret?: true;
  /** True where it only matters to a server that settles payments itself. */
  onlySettling?: true;
  /** The chains of its lines in .env.example, where it is said by chain. */
  chains?: readonly number[];
};

/** By name. A name that ends in `<chain id>` stands for one setting of each chain. */
export type SettingsByName = Readonly<Record<string, Setting>>;
