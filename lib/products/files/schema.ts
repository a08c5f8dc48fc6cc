import { z } from "zod";
import { mistake } from "@/lib/errors";
import { MAX_PRICE_MICRO_USD, parseUsd } from "@/lib/money";
import type { Offer } from "@/lib/offers/schema";
import type { Cover, SampleFile } from "@/lib/previews/chosen/schema";
import type { Excerpt, FileFacts } from "@/lib/previews/facts/schema";
import type { Dimensions, Preview, Sample } from "@/lib/previews/schema";
import type { Showing } from "@/lib/previews/showing/schema";
import { showingSchema } from "@/lib/previews/showing/wire/schema";
import type { BundleInfo } from "@/lib/products/bundles/schema";
import type { RefundPolicy } from "@/lib/refunds/schema";

/** Shapes of files for sale: what routes accept and return, shared with the browser. */

export const TITLE_MAX = 120;
export const DESCRIPTION_MAX = 2_000;
export const FILE_NAME_MAX_BYTES = 255;
export const ON_SALE_DEFAULT_DAYS = 30;
export const ON_SALE_MAX_DAYS = 365;
/** Days a buyer may download after buying: the minimum, which is also the default, and the maximum. */
export const DOWNLOAD_DAYS = 30;
export const DOWNLOAD_MAX_DAYS = 3_650;
/** Days that bytes are kept after the end of the sale, so that it can be extended. */
export const STORED_AFTER_SALE_DAYS = 30;

/**
 * A price as people and programs write it: a decimal string of USD with at most six decimals. "0" means free. The
 * lowest paid price is a setting and checked by `lib/files`.
 */
const priceSchema = z
  .string()
  .refine((text) => parseUsd(text) !== null, {
    error: "Write the price as dollars with at most six decimals, such as 0.50.",
    params: mistake("price_format"),
  })
  .refine((text) => (parseUsd(text) ?? 0n) <= MAX_PRICE_MICRO_USD, {
    error: "The highest price is $10,000.",
    params: mistake("price_too_high", { price: "10000" }),
  });

const title = z.string().trim().max(TITLE_MAX, `A title has at most ${TITLE_MAX} characters.`);
const description = z.string().trim().max(DESCRIPTION_MAX, `A description has at most ${DESCRIPTION_MAX} characters.`);
const onSaleUntil = z.iso.datetime({
  offset: true,
  error: "Write the date as ISO 8601, such as 2027-01-31T12:00:00Z.",
});

const downloadDaysError = `Buyers may download for ${DOWNLOAD_DAYS} to ${DOWNLOAD_MAX_DAYS} days after buying.`;
const downloadDays = z
  .int(downloadDaysError)
  .min(DOWNLOAD_DAYS, downloadDaysError)
  .max(DOWNLOAD_MAX_DAYS, downloadDaysError);

/** Last path segment of the tus upload URL. */
const uploadId = z.string().min(1).max(100);
/** From the `Upload-Token` header of the response that created the upload. */
const uploadToken = z.string().min(1).max(200);

/**
 * Who gets a version that replaces another: only future buyers, or also earlier buyers who may still download the file.
 */
export const NEW_VERSION_FOR = ["new-buyers", "all-buyers"] as const;
export type NewVersionFor = (typeof NEW_VERSION_FOR)[number];

/** `POST /api/files`: turns a finished upload into a file for sale. */
export const createFileSchema = z.strictObject({
  uploadId,
  uploadToken,
  price: priceSchema,
  /** Defaults to the title in its content, if there is one, else to the file's name without its ending. */
  title: title.optional(),
  description: description.optional(),
  /**
   * Defaults to 30 days from now; 365 at most. Where storage was paid for, defaults to as long as buyers are covered, which is
   * also the most. Null, where allowed: without an end, or as long as storage is paid for.
   */
  onSaleUntil: onSaleUntil.nullable().optional(),
  /** Days a buyer may download after buying. Defaults to 30, which is also the least. Null, where allowed: as long as it is kept. */
  downloadDays: downloadDays.nullable().optional(),
  /** Shown in the shop's list, where there is one. Defaults to false: then only those who have the link find it. */
  listed: z.boolean().optional(),
  /** What it shows before it is paid for. What is left out is as by default. */
  showing: showingSchema.partial().optional(),
  /** Accepts the terms of this server: the hash that `GET /api/terms` has. */
  acceptTerms: z.string().max(64).optional(),
});
export type CreateFile = z.infer<typeof createFileSchema>;

/** What a form of the seller edits, as `GET` answers it: a change says what it was made from. */
const editedFrom = z.strictObject({
  title: z
    .string()
    .max(4 * TITLE_MAX)
    .optional(),
  description: z
    .string()
    .max(4 * DESCRIPTION_MAX)
    .optional(),
  price: z.string().max(32).optional(),
  onSaleUntil: z.string().max(40).nullable().optional(),
  downloadDays: z.int().nullable().optional(),
  listed: z.boolean().optional(),
});
export type EditedFrom = z.infer<typeof editedFrom>;

/**
 * `PUT /api/files/{fileId}/draft`: what its seller has typed and not saved, for the page beside the form. What is left out is as
 * saved; a text may be one that cannot be saved.
 */
export const draftSchema = z.strictObject({
  /** Chosen by the form: each of several open ones has its own. */
  id: z.string().regex(/^[\w-]{8,64}$/, "Write 8 to 64 letters or digits."),
  title: z
    .string()
    .max(4 * TITLE_MAX)
    .optional(),
  description: z
    .string()
    .max(4 * DESCRIPTION_MAX)
    .optional(),
  price: priceSchema.optional(),
  onSaleUntil: onSaleUntil.nullable().optional(),
  downloadDays: z.int().min(1).max(DOWNLOAD_MAX_DAYS).nullable().optional(),
});
export type Draft = z.infer<typeof draftSchema>;

/** `PATCH /api/files/{fileId}`: at least one change. */
export const updateFileSchema = z
  .strictObject({
    price: priceSchema.optional(),
    title: title.min(1, "A file needs a title.").optional(),
    description: description.optional(),
    onSaleUntil: onSaleUntil.nullable().optional(),
    paused: z.boolean().optional(),
    /** Whether nobody else may pay for keeping the file longer. */
    onlySellerExtends: z.boolean().optional(),
    /** Shown in the shop's list, where there is one. */
    listed: z.boolean().optional(),
    downloadDays: downloadDays.nullable().optional(),
    /** What it shows before it is paid for. What is left out stays. */
    showing: showingSchema.partial().optional(),
    /**
     * What the changes were made from. If one of these has become something else meanwhile, nothing is changed: 409
     * `edited_meanwhile`, with `current`.
     */
    editedFrom: editedFrom.optional(),
    /** A finished upload whose bytes replace the current ones; goes with `uploadToken` and `newVersionFor`. */
    uploadId: uploadId.optional(),
    uploadToken: uploadToken.optional(),
    newVersionFor: z.enum(NEW_VERSION_FOR, 'Say who gets the new version: "new-buyers" or "all-buyers".').optional(),
  })
  .refine(
    ({ uploadId, uploadToken, newVersionFor }) =>
      new Set([uploadId, uploadToken, newVersionFor].map((one) => one === undefined)).size === 1,
    {
      path: ["newVersionFor"],
      error:
        'To replace the bytes send uploadId, uploadToken and newVersionFor ("new-buyers" or "all-buyers") together.',
    },
  )
  .refine(
    ({ editedFrom: _, ...changes }) => Object.values(changes).some((value) => value !== undefined),
    "Nothing to change.",
  );
export type UpdateFile = z.infer<typeof updateFileSchema>;

/**
 * `on-sale` sells; `paused` may sell again; `ended` is past its date; `suspended` was stopped by the operator; `withheld`
 * was closed by the operator to its buyers, too; `removed` was deleted.
 */
export type FileState = "on-sale" | "paused" | "ended" | "suspended" | "withheld" | "removed";

/** The seller as shown to buyers. Everything but the address is written by the seller, as plain text. */
export type Seller = {
  /** Lower case: the wallet that signed in. */
  address: string;
  name: string | null;
  /** `mailto:…`, `https://…`, or text such as a handle. */
  contact: string | null;
  refundPolicy: RefundPolicy | null;
  refundNote: string | null;
};

/** What else a file says of its seller. */
export type SellerPage = {
  /** The seller's page, `/s/{handle}`. */
  page: string | null;
  /** The URL of the seller's picture. */
  picture: string | null;
  /** A domain that is proven by DNS to be the seller's. */
  domain: string | null;
};

/** `ended`: the operator ends a file's storage at `at` (ISO 8601). `lost`: this server had lost its bytes by then. */
export type StorageEnding = { why: "ended" | "lost"; at: string };

/** Public facts: `GET /api/files/{fileId}/info`. */
export type FileInfo = {
  id: string;
  /** The shared link. */
  url: string;
  /** The same by the names that the seller chose, `/s/{handle}/{slug}`; null if there are none. */
  readableUrl?: string | null;
  state: FileState;
  name: string;
  title: string;
  description: string;
  /** Bytes. */
  size: number;
  /**
   * Detected in the bytes. The name's ending only chooses among texts, and among formats that share a container. Downloads
   * are sent under it only where no browser would change the name for it.
   */
  mediaType: string;
  /** Names of the codecs in a film or a sound, such as "HEVC" and "AAC"; empty if they are not known. */
  codecs: string[];
  /** For a picture that could be decoded; else null. */
  dimensions: Dimensions | null;
  /** A public preview, the first of `previews`; null if there is none (yet). Never the file itself. */
  preview: Preview | null;
  /** The seller's covers, then what was made of this version. */
  previews: Preview[];
  /** A part of a sound or a film to be played; null if there is none. */
  sample: Sample | null;
  /** A file of the seller's own that anybody may download; null if there is none. */
  sampleFile: SampleFile | null;
  /** What its content is, told by its bytes; null while or where that is not known. */
  facts: FileFacts | null;
  /** Parts of its content that anybody may read; empty if there are none. */
  excerpt: Excerpt;
  /** Lower-case hex; null for files under 1 KB, whose content could be guessed from it, until paid for. */
  sha256: string | null;
  /** The number of uploads: 1, and one more for each replacement. */
  version: number;
  /** ISO 8601: since when this version is current. */
  versionCreatedAt: string;
  /** Exact USD, such as "0.50". */
  price: string;
  priceMicroUsd: string;
  free: boolean;
  offers: Offer[];
  seller: Seller & Partial<SellerPage>;
  /** ISO 8601, as the seller chose it; null for a sale without an end, or for as long as storage is paid for. */
  onSaleUntil: string | null;
  /** ISO 8601: when the sale ends; null when it has no end. */
  saleEndsAt: string | null;
  /** Days a buyer may download after buying; null for as long as the file is kept. */
  downloadDays: number | null;
  /** ISO 8601: until when its storage is paid for; null if nobody pays. */
  keptUntil: string | null;
  /** What the operator did to its storage; null for nothing. */
  storageEnding: StorageEnding | null;
  /** Whether the reader may pay for keeping it longer. */
  mayExtend: boolean;
  /**
   * ISO 8601: the bytes are kept until then at least; null when that has no end. If they are gone: when they were
   * deleted.
   */
  storedUntil: string | null;
  /** ISO 8601: when the bytes were deleted; null while they are here. */
  bytesGoneAt: string | null;
  createdAt: string;
  /** What it contains, of a bundle alone. */
  bundle?: BundleInfo;
};

/** A file in the shop's list. */
export type ListedFile = Pick<
  FileInfo,
  "id" | "title" | "name" | "mediaType" | "size" | "priceMicroUsd" | "free" | "preview" | "facts"
> & {
  seller: Pick<Seller, "address" | "name">;
  /** Its link on this site, the readable one if there is one. */
  path: string;
};

/** One version as its seller sees it. */
export type OwnVersion = {
  number: number;
  name: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  newVersionFor: NewVersionFor;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601: when its bytes were deleted; null while they are here. */
  bytesGoneAt: string | null;
};

/** A seller's own view of a file: `GET /api/files`, and the response of POST and PATCH. */
export type OwnFile = FileInfo & {
  /** What it shows before it is paid for, as its seller chose. */
  showing: Showing;
  /** What it shows of its content is being made: what was chosen last is not to be seen yet. */
  previewsPending: boolean;
  /** Its covers, in the order in which they are shown: the first ones of `previews`. */
  covers: Cover[];
  paused: boolean;
  listed: boolean;
  /** Nobody else may pay for keeping it longer. */
  onlySellerExtends: boolean;
  views: number;
  priceChecks: number;
  sales: number;
  /** Exact USD received. */
  received: string;
  /** The newest first. */
  versions: OwnVersion[];
};
