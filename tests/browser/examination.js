/* What a pair of eyes would see at once. Each function gives a list of sentences or words. */
(() => {
  "use strict";
  const ROWS = ".bar-row, .bar-tools, .tools, .banner, .side-head, .page-head, .actions, .panel-head";
  const WORDY = "button, .button, .tag, .chip, legend, h1, h2, h3, p, li, td, th, label";
  const CLIPPING = ["auto", "scroll", "hidden", "clip"];

  const nameOf = (node) => {
    const classes = typeof node.className === "string" ? node.className.trim() : "";
    return node.tagName.toLowerCase() + (classes && "." + classes.split(/\s+/).join("."));
  };
  const isInScroller = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement) {
      if (CLIPPING.includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const overlap = (one, other) => {
    const a = one.getBoundingClientRect();
    const b = other.getBoundingClientRect();
    return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  };
  const isSqueezed = (node) => node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 2;

  function* outsideTheWindow() {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) yield "the page scrolls sideways";
    for (const node of document.body.querySelectorAll("*")) {
      if (node.closest(".hidden-text, .sprite, .skip, svg") || !node.checkVisibility() || isInScroller(node)) continue;
      const box = node.getBoundingClientRect();
      if (box.width && (box.right > width + 1 || box.left < -1)) yield `${nameOf(node)} leaves the window`;
      if (node.matches(WORDY) && getComputedStyle(node).display !== "inline" && isSqueezed(node)) {
        yield `${nameOf(node)} is narrower than its words: ${node.textContent.trim().slice(0, 40)}`;
      }
    }
  }

  function* outsideItsTable() {
    for (const wrap of document.querySelectorAll(".table-wrap")) {
      if (isSqueezed(wrap)) yield `the table “${wrap.getAttribute("aria-label")}” scrolls sideways`;
    }
  }

  function* onTopOfEachOther() {
    for (const row of document.querySelectorAll(ROWS)) {
      const parts = [...row.children].filter((part) => part.checkVisibility() && part.getBoundingClientRect().width);
      for (const [index, one] of parts.entries()) {
        if (isSqueezed(one)) yield `${nameOf(one)} is squeezed in ${nameOf(row)}`;
        for (const other of parts.slice(index + 1)) {
          if (overlap(one, other)) yield `${nameOf(one)} lies on ${nameOf(other)}`;
        }
      }
    }
  }

  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "data-label"];
  const isOfPage = (node) => !node.closest("script, style, [lang]:not(html)");
  function* words() {
    yield document.title;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (isOfPage(node.parentElement)) yield node.textContent;
    }
    for (const node of document.body.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join())) {
      if (isOfPage(node)) yield* ATTRIBUTES.map((name) => node.getAttribute(name) ?? "");
    }
  }

  window.examination = {
    layout: () => [...outsideTheWindow(), ...outsideItsTable(), ...onTopOfEachOther()],
    words: () => [...new Set([...words()].map((text) => text.replace(/[ \n\t]+/g, " ").trim()).filter(Boolean))],
  };
})();
