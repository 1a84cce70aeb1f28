import { officialAnthropic } from "./anthropic-client.ts";
import { inProcess } from "./in-process.ts";

officialAnthropic("in process", inProcess);
