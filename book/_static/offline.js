// Has the browser keep the site, so that it can be read and worked with without a connection. How it
// is kept stands in web/src/offline.js. A page that is opened as a file has no site to keep.

(() => {
  const FILL_AFTER = 5000; // milliseconds: what the reader has asked for comes first

  const { serviceWorker, connection } = navigator;
  if (location.protocol === "file:" || !window.isSecureContext || serviceWorker === undefined) return;
  const address = new URL("../sw.js", document.currentScript.src).href;

  const fill = (worker) => {
    if (!connection?.saveData) setTimeout(() => worker?.postMessage({ keep: "site" }), FILL_AFTER);
  };
  serviceWorker.addEventListener("controllerchange", () => fill(serviceWorker.controller));
  addEventListener("load", async () => {
    try {
      await serviceWorker.register(address, { updateViaCache: "none" });
      fill((await serviceWorker.ready).active);
    } catch (error) {
      console.info(`The site is not kept for reading offline: ${error.message}`);
    }
  });
})();
