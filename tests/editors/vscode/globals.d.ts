/** Put in by bundle.mjs: the folder of the checkout. */
declare const CHECKOUT: string;
