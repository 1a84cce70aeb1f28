import { officialAnthropic } from "./anthropic-client.ts";
import { loopback } from "./loopback.node.ts";

officialAnthropic("over loopback", loopback);
