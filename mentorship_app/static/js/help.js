/* Asks the browser to keep a copy of the help page, where it can. The page works without this file. */
(() => {
  "use strict";
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker
    .register("/help-offline.js", { scope: "/help" })
    .then((registration) => registration.active?.postMessage("keep"))
    .catch(() => {});
})();
