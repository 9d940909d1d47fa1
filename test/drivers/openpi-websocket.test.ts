import { openpiWebsocket } from "../../src/drivers/openpi-websocket.ts";
import { profileConformance } from "./conformance.ts";

profileConformance(openpiWebsocket);
