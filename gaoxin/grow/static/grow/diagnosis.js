// diagnosis (数字化诊断): keys answer the question in hand; what was not saved is sent again.
(function () {
  const form = document.querySelector("[data-dq]");
  if (!form) return;
  const asked = [...form.querySelectorAll("fieldset.dq-q")];
  const status = document.getElementById("dq-so-far");
  const unsaved = new Set();

  function answered(field) {
    const select = field.querySelector("select");
    if (select) return select.value !== "";
    const on = field.querySelector("input:checked");
    return Boolean(on && on.value !== "");
  }

  // the question in hand ---------------------------------------------
  let at = Math.max(0, asked.findIndex((field) => !answered(field)));

  function stand(place, { focus } = { focus: true }) {
    asked[at].classList.remove("on");
    at = Math.min(Math.max(place, 0), asked.length - 1);
    asked[at].classList.add("on");
    if (!focus) return;
    const control = asked[at].querySelector("input:checked, select, input");
    control.focus({ preventScroll: true });
    asked[at].scrollIntoView({ block: "center", behavior: "instant" });
  }

  form.addEventListener("focusin", (event) => {
    const field = event.target.closest("fieldset.dq-q");
    if (field) stand(asked.indexOf(field), { focus: false });
  });
  stand(at, { focus: false });

  function keysOff() {
    try {
      return localStorage.getItem("gx-keys") === "off";
    } catch {
      return false;
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || keysOff()) return;
    const target = event.target;
    const writing = /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target.tagName === "INPUT" && target.type !== "radio") || target.isContentEditable;
    if (writing || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      stand(at + (key === "j" ? 1 : -1));
      return;
    }
    if (!/^[0-9]$/.test(key)) return;
    const option = asked[at].querySelector(`input[data-key="${key}"]`);
    if (!option) return;
    event.preventDefault();
    option.checked = true;
    option.dispatchEvent(new Event("change", { bubbles: true }));
    if (key !== "0") stand(at + 1);
  });

  // nothing typed is lost ---------------------------------------------
  function failed(event) {
    const field = event.detail.elt;
    if (!asked.includes(field)) return;
    unsaved.add(field);
    status.classList.add("failed");
    status.textContent = form.dataset.failed;
  }
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && unsaved.delete(event.detail.elt) && !unsaved.size) {
      status.classList.remove("failed");
    }
  });

  function again() {
    for (const field of unsaved) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  window.addEventListener("online", again);
  setInterval(again, 15000);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
})();
