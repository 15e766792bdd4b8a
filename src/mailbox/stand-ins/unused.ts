/**
 * In the place of the parts of imapflow that we do without: it is given a connection, a logger and no proxy, and message parts are
 * decoded by src/protocol/message. Behind these parts are pino, socks, and tables of character sets: half a .vsix (build.mjs).
 */

const notHere = (what: string) => (): never => {
  throw new Error(`Mailwright is built without imapflow's ${what}.`);
};

/** Of `download.js`. */
export const downloadMessage = notHere('download');
export const downloadMessageParts = notHere('downloadMany');
/** Of `logger.js`. */
export const createConnectionLogger = notHere('own log');
/** Of `proxy-connection.js`. */
export const proxyConnection = notHere('proxies');
/** Of `proxy-connection.js`: it is told of every connection, also of those through no proxy. */
export const detachEarlyErrorHandler = (): void => {};
/** Of `jp-decoder.js`: for downloads. */
export const JPDecoder = notHere('download');
