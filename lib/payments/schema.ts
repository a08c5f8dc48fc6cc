/** States of a payment as people and programs see them. Shared with the browser and the command line. */

export const PAYMENT_STATES = ["reserved", "settling", "settled", "failed", "unknown", "reverted", "refunded"] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];
