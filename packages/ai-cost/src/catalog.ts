export { type CalcPrice, type CatalogOptions, type CatalogPrice, catalogPrices } from "./catalog-prices.ts";
