// gaoxin (界面): theme switch, source panel, menus, keys. No room's logic.
(function () {
  const root = document.documentElement;
  const panel = document.getElementById("gx-src");
  let opener = null;

  // theme ------------------------------------------------------------
  function switchTheme() {
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = next;
    try {
      localStorage.setItem("gx-theme", next);
    } catch {
      // The cookie below is enough.
    }
    document.cookie = `gx-theme=${next};path=/;max-age=31536000;samesite=lax`;
    document.dispatchEvent(new CustomEvent("gx:theme"));
  }

  // source panel -----------------------------------------------------
  function openPanel() {
    panel.classList.add("open");
    panel.removeAttribute("aria-busy");
    panel.focus({ preventScroll: true });
  }

  function closePanel() {
    if (!panel || !panel.classList.contains("open")) return false;
    panel.classList.remove("open");
    panel.replaceChildren();
    if (opener) {
      opener.classList.remove("on");
      opener.focus();
    }
    opener = null;
    return true;
  }

  function say(templateId) {
    const words = document.getElementById(templateId);
    panel.replaceChildren(words.content.cloneNode(true));
    openPanel();
  }

  if (panel) {
    document.addEventListener("htmx:beforeRequest", (event) => {
      const from = event.detail.elt;
      if (event.detail.target !== panel || panel.contains(from)) return;
      if (opener) opener.classList.remove("on");
      opener = from;
      opener.classList.add("on");
      panel.setAttribute("aria-busy", "true");
    });
    document.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.target === panel) openPanel();
    });
    document.addEventListener("htmx:responseError", (event) => {
      if (event.detail.target === panel) say("gx-src-failed");
    });
    document.addEventListener("htmx:sendError", (event) => {
      if (event.detail.target === panel) say("gx-src-failed");
    });
  }

  // menus and small commands -----------------------------------------
  function closeMenus(except) {
    let closed = false;
    for (const menu of document.querySelectorAll("details.gx-menu[open]")) {
      if (menu === except) continue;
      menu.open = false;
      closed = true;
    }
    return closed;
  }

  async function copy(button) {
    const words = button.dataset.copied;
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.querySelector("[data-label]") || button;
    label.textContent = words;
  }

  document.addEventListener("click", (event) => {
    const at = event.target;
    closeMenus(at.closest("details.gx-menu"));
    if (at.closest("[data-theme-toggle]")) switchTheme();
    if (at.closest("[data-close]")) closePanel();
    if (at.closest("[data-print]")) window.print();
    const copying = at.closest("[data-copy]");
    if (copying) copy(copying);
    const asking = at.closest("[data-dialog]");
    if (asking) document.getElementById(asking.dataset.dialog).showModal();
    const done = at.closest("[data-dismiss]");
    if (done) done.closest("dialog").close();
    // Inside the panel, tabs of rows are shown and hidden without a request.
    const tab = at.closest("[data-tab-for]");
    if (tab) showTab(tab);
  });

  function showTab(tab) {
    const group = tab.closest("[data-tabs]");
    for (const other of group.querySelectorAll("[data-tab-for]")) {
      const on = other === tab;
      other.classList.toggle("on", on);
      other.setAttribute("aria-selected", String(on));
      document.getElementById(other.dataset.tabFor).hidden = !on;
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // keys -------------------------------------------------------------
  function typing(target) {
    return target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  }

  function singleKeysOff() {
    try {
      return localStorage.getItem("gx-keys") === "off";
    } catch {
      return false;
    }
  }

  const keysBox = document.getElementById("gx-keys-on");
  if (keysBox) {
    keysBox.checked = !singleKeysOff();
    keysBox.addEventListener("change", () => {
      localStorage.setItem("gx-keys", keysBox.checked ? "on" : "off");
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest && event.target.closest("details.gx-menu[open]");
      if (closeMenus(null)) {
        if (menu) menu.querySelector("summary").focus();
      } else if (closePanel()) {
        event.preventDefault();
      }
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (singleKeysOff()) return;
    if (event.key === "/") {
      const search = document.getElementById("gx-q");
      if (!search) return;
      event.preventDefault();
      search.focus();
    }
    if (event.key === "?") {
      const help = document.getElementById("gx-help");
      if (help && !help.open) help.showModal();
    }
  });
})();
