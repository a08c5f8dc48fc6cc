import type { z } from "zod";

/** The definition of one setting. `npm run house` writes .env.example and docs/operate/settings.md from it. */
export type Setting = {
  /**
   * Turns the operator's text into the value for the code. Its errors continue a sentence that begins with the setting's name.
   */
  parser: z.ZodType<unknown, string>;
  /** What it is for, in whole sentences. */
  what: string;
  /** A value that can be copied, if the description leaves the format unclear. */
  example?: string;
  /** The default, written as an operator would. */
  default?: string;
  /** The default on the devnet. */
  onDevnet?: string;
  /** The default in words, if it depends on something else or `default` is not self-explanatory. */
  defaultInWords?: string;
  /** The error of a start without it, after its name, if it is required. */
  missing?: string;
  /** True if it is, or may contain, a secret: then the path of a file can be given as `NAME_FILE`, and no error repeats it. */
  secret?: true;
  /** True if it only matters to a server that settles payments itself. */
  onlySettling?: true;
  /** The chains of its lines in .env.example, if it is per chain. */
  chains?: readonly number[];
};

/** By name. A name that ends in `<chain id>` means one setting per chain. */
export type SettingsByName = Readonly<Record<string, Setting>>;
