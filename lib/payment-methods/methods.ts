import "server-only";
import { eip3009 } from "@/lib/payment-methods/evm/eip3009/method";
import type { PaymentMethod } from "@/lib/payments/ports";

/** How things are paid here. */
export const methods: readonly PaymentMethod[] = [eip3009];
