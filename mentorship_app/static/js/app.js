/* What a page does beyond HTML and htmx. Every task works without this file.
   Words to show come from data-* attributes, so that they are in the reader's language. */
(() => {
  "use strict";
  const RETRY_MS = 15000;
  const BUSY_MS = 300;
  const live = document.getElementById("live");

  const fade = () => {
    clearTimeout(fade.timer);
    fade.timer = setTimeout(() => { live.textContent = ""; }, 8000);
  };
  const announce = (text) => {
    if (!live) return;
    live.textContent = "";
    // A screen reader only speaks a change, so the same words twice need an empty moment between.
    setTimeout(() => { live.textContent = text; }, 50);
    fade();
  };

  /* Errors take the focus, on a page that just loaded and on a part that htmx just swapped. */
  const focusErrors = (root) => {
    const summary = root.matches?.("[data-autofocus]") ? root : root.querySelector("[data-autofocus]");
    if (summary) summary.focus();
  };

  /* "120 of 500 characters" */
  const count = (field) => {
    const note = document.getElementById(field.dataset.counter);
    if (!note) return;
    const max = Number(note.dataset.max);
    const length = [...field.value].length;
    note.textContent = note.dataset.text.replace("{count}", length).replace("{max}", max);
    const over = length > max;
    // Said once, on the way over the limit; the number beside the field is there for whoever looks for it.
    if (over && document.activeElement === field && !note.classList.contains("field-over")) announce(note.textContent);
    note.classList.toggle("field-over", over);
  };
  const countAll = (root) => root.querySelectorAll("[data-counter]").forEach(count);

  /* Autosaves that did not arrive. The control keeps what was chosen; we send it again. */
  const unsaved = new Set();
  let retryTimer;
  const isAutosave = (detail) =>
    detail.requestConfig?.verb !== "get" && /^(change|input)$/.test(detail.requestConfig?.triggeringEvent?.type ?? "");
  const retry = () => {
    clearTimeout(retryTimer);
    const elements = [...unsaved].filter((element) => element.isConnected);
    unsaved.clear();
    elements.forEach((element) => {
      unsaved.add(element);
      element.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  const failed = ({ detail }) => {
    const status = detail.xhr?.status ?? 0;
    if (status >= 400 && status < 500 && status !== 429) return;
    if (!isAutosave(detail)) {
      announce(live?.dataset.notSent ?? "");
      return;
    }
    unsaved.add(detail.elt);
    if (detail.target && detail.target !== document.body) {
      detail.target.textContent = live?.dataset.notSaved ?? "";
      detail.target.classList.add("saved-failed");
    } else {
      announce(live?.dataset.notSaved ?? "");
    }
    clearTimeout(retryTimer);
    retryTimer = setTimeout(retry, RETRY_MS);
  };
  const arrived = ({ detail }) => {
    if (!detail.successful) return;
    detail.target?.classList.remove("saved-failed");
    if (unsaved.delete(detail.elt) && unsaved.size === 0) announce(live?.dataset.savedAgain ?? "");
  };

  /* A save that is still on its way could arrive after the form itself and put older answers back, so the form waits
     for it; and once the form has gone, nothing of it is saved any more. */
  const underway = new WeakMap();
  const held = new WeakMap();
  const saving = ({ detail }) => {
    const form = detail.elt.closest("form");
    if (!form) return;
    underway.set(form, (underway.get(form) ?? 0) + 1);
    detail.xhr.addEventListener("loadend", () => {
      underway.set(form, underway.get(form) - 1);
      if (underway.get(form) || !held.has(form)) return;
      const button = held.get(form);
      held.delete(form);
      if (form.isConnected) form.requestSubmit(button?.form === form ? button : null);
    });
  };
  const notAfterwards = (event) => {
    const form = event.detail.elt.closest("form");
    if (form && form !== event.detail.elt && form.dataset.sent) event.preventDefault();
  };

  /* Forms that are not saved as you go: data-guard asks before the page is left. */
  const touched = new Set();
  const warn = (event) => {
    touched.forEach((form) => { if (!form.isConnected) touched.delete(form); });
    if (unsaved.size || touched.size) event.preventDefault();
  };

  /* A sheet of paper being typed in: Enter goes to the next box, as Tab does, and from the last one to the button. */
  const nextBox = (event) => {
    const form = event.key === "Enter" && event.target.matches("input") && event.target.closest("[data-keying]");
    if (!form) return;
    const boxes = [...form.querySelectorAll("input:not([type=hidden]), textarea, .finish button")];
    event.preventDefault();
    boxes[boxes.indexOf(event.target) + 1].focus();
  };

  const closeHelp = (event) => {
    document.querySelectorAll("details.help[open]").forEach((help) => {
      if (event.type === "keydown") {
        if (event.key !== "Escape") return;
        help.querySelector("summary").focus();
      } else if (help.contains(event.target)) {
        return;
      }
      help.open = false;
    });
  };

  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.counter) count(target);
    if (target.form?.matches("[data-guard]")) touched.add(target.form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (underway.get(form) && !form.hasAttribute("hx-post")) {
      held.set(form, event.submitter);
      event.preventDefault();
      return;
    }
    touched.delete(form);
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    // A double tap sends once. A download leaves the page standing, so the lock is short.
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 2000);
  });
  document.addEventListener("click", closeHelp);
  document.addEventListener("keydown", closeHelp);
  document.addEventListener("keydown", nextBox);
  document.addEventListener("htmx:afterSettle", ({ target }) => { focusErrors(target); countAll(target); });
  document.addEventListener("htmx:oobAfterSwap", ({ target }) => { if (live?.contains(target)) fade(); });
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:afterRequest", arrived);
  document.addEventListener("htmx:beforeSend", saving);
  document.addEventListener("htmx:beforeRequest", notAfterwards);
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const target = detail.target;
    if (!target) return;
    const timer = setTimeout(() => target.setAttribute("aria-busy", "true"), BUSY_MS);
    detail.xhr?.addEventListener("loadend", () => { clearTimeout(timer); target.removeAttribute("aria-busy"); });
  });
  window.addEventListener("online", retry);
  window.addEventListener("beforeunload", warn);

  /* On a phone the navigation of staff scrolls sideways: begin where we are. */
  document.querySelector(".side nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  /* Minutes on a slide. Who wants less motion sees the time change every half minute. */
  document.querySelectorAll("[data-countdown]").forEach((clock) => {
    const end = Date.now() + clock.dataset.countdown * 1000;
    const step = matchMedia("(prefers-reduced-motion: reduce)").matches ? 30 : 1;
    const tick = () => {
      const left = Math.ceil(Math.round((end - Date.now()) / 1000) / step) * step;
      clock.textContent = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : clock.dataset.over;
      if (left > 0) setTimeout(tick, step * 1000);
    };
    tick();
  });

  /* A slider beside a number; only the number is sent. */
  document.querySelectorAll("[data-slider]").forEach((box) => {
    const slider = box.cloneNode();
    slider.type = "range";
    slider.id = "";
    slider.removeAttribute("name");
    slider.ariaLabel = box.labels[0].textContent;
    slider.oninput = () => { box.value = slider.value; };
    box.oninput = () => { slider.value = box.value; };
    box.after(slider);
  });

  countAll(document);
  focusErrors(document);
})();
