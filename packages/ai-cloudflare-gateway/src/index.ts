export { type CloudflareGatewayOptions, cloudflareGateway } from "./cloudflare-gateway.ts";
