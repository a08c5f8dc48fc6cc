import "server-only";
import { findComplained } from "@/lib/complaints/find-complained";
import { methods } from "@/lib/payment-methods/methods";
import type { Product, Shop } from "@/lib/payments/ports";
import { fileProduct } from "@/lib/products/files/file-product";
import { storageProduct } from "@/lib/products/storage/storage-product";

const products: readonly Product[] = [fileProduct, storageProduct];

/** What is sold here, and how it is paid: the only place that names both. */
export const shop: Shop = {
  methods,
  referrers: [findComplained],
  product(kind) {
    const product = products.find((one) => one.kind === kind);
    if (!product) throw new Error(`Nothing of the kind ${kind} is sold by this version.`);
    return product;
  },
  method(name) {
    const method = methods.find((one) => one.name === name);
    if (!method) throw new Error(`This version knows no payment method ${name}.`);
    return method;
  },
};
