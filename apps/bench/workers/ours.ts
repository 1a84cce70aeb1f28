import demo from "../../gateway-worker/src/worker.ts";
import { withBindings } from "./bindings.ts";

export default withBindings(demo);
