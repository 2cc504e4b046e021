// levels (等级): the keys 0 to 9 choose a level of the item in hand, where nobody is typing.
(function () {
  const form = document.querySelector("form[data-levels]");
  if (!form) return;

  function keysOff() {
    try {
      return localStorage.getItem("gx-keys") === "off";
    } catch {
      return false;
    }
  }

  function typing(target) {
    return /^(TEXTAREA|SELECT)$/.test(target.tagName) || target.type === "text" || target.type === "search";
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || keysOff()) return;
    if (!/^[0-9]$/.test(event.key) || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const items = [...form.querySelectorAll(".rv-item")];
    const item =
      event.target.closest(".rv-item") || items.find((each) => !each.querySelector("input:checked"));
    const level = item && item.querySelector(`input[type=radio][value="${event.key}"]`);
    if (!level || level.disabled) return;
    event.preventDefault();
    level.focus();
    level.click();
  });
})();
