import { loopback } from "./loopback.node.ts";
import { officialOpenai } from "./openai-client.ts";

officialOpenai("over loopback", loopback);
