// The check keeps nothing on the server. Here the browser keeps its answers, where the person allows
// it, and warns before they are lost. Every page works without this file.
(() => {
  "use strict";
  const KEPT = "check";
  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(KEPT));
    } catch {
      return null; // storage may be barred, or hold something else
    }
  };
  const store = (kept) => {
    try {
      if (kept) localStorage.setItem(KEPT, JSON.stringify(kept));
      else localStorage.removeItem(KEPT);
      return true;
    } catch {
      return false;
    }
  };

  const offer = (form) => {
    const kept = stored();
    if (!kept?.state) return;
    form.hidden = false;
    form.elements.state.value = kept.state;
    form.querySelector("[data-kept-name]").textContent = kept.name;
    form.querySelector("[data-forget]").addEventListener("click", () => {
      store(null);
      form.hidden = true;
    });
  };

  const guard = (form) => {
    const answers = { state: form.elements.state.value, name: form.dataset.name };
    const choice = document.querySelector("#keep-here");
    let kept = Boolean(stored()) && store(answers);
    let changed = false;
    let going = false;
    if (choice) {
      choice.closest("[data-keep]").hidden = false;
      choice.checked = kept;
      choice.addEventListener("change", () => {
        kept = store(choice.checked ? answers : null) && choice.checked;
      });
    }
    form.addEventListener("change", () => {
      changed = true;
    });
    // A button of the check carries the answers along; a download leaves the page where it is.
    document.addEventListener("submit", () => {
      going = true;
      setTimeout(() => {
        going = false;
      }, 1000);
    });
    addEventListener("beforeunload", (event) => {
      if (!going && (changed || !kept)) event.preventDefault();
    });
  };

  const offered = document.querySelector("form[data-kept]");
  const under = document.querySelector("form#check[data-name]");
  if (offered) offer(offered);
  if (under) guard(under);
})();
