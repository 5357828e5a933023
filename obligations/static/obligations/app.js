// The theme before first paint, and two comforts. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage may be barred; the system's theme then holds
    }
  };
  const show = () => {
    root.dataset.bsTheme = chosen() || (dark.matches ? "dark" : "light");
  };
  show();
  dark.addEventListener("change", show);

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
        try {
          localStorage.setItem("theme", next);
        } catch {
          // not remembered, still shown
        }
        root.dataset.bsTheme = next;
      });
    }
    // "/" moves to the search box, unless something is being written.
    document.addEventListener("keydown", (event) => {
      const writing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
      const box = [...document.querySelectorAll("input[type=search]")].find((input) => input.offsetParent);
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    });
    // Choices marked data-submit send their form at once; without this file its button does.
    document.addEventListener("change", (event) => {
      if (event.target.closest("[data-submit]")) event.target.form?.requestSubmit();
    });
    // What was written and not sent is not lost by leaving, nor by sending another form beside it.
    const unsent = new Set();
    let leaving = false;
    const keeps = (form) => form && form.method === "post" && !form.matches("[data-search]");
    document.addEventListener("input", (event) => {
      const form = event.target.form;
      if (keeps(form)) unsent.add(form);
    });
    document.addEventListener("submit", (event) => {
      const others = [...unsent].filter((form) => form !== event.target && form.isConnected);
      if (others.length && !confirm("Something else on this page was written and not saved. Send this and lose it?")) {
        event.preventDefault();
        return;
      }
      leaving = true;
    });
    addEventListener("pageshow", () => {
      leaving = false;
    });
    addEventListener("beforeunload", (event) => {
      if (!leaving && [...unsent].some((form) => form.isConnected)) event.preventDefault();
    });
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => print());
    }
  });
})();
