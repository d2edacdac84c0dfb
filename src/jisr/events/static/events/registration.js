// Hides questions whose condition is not met. Without it they show with a hint, and the server knows what counts.
(() => {
  "use strict";
  const parts = [...document.querySelectorAll("[data-shown-if]")];
  const given = (name) => [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((field) => !field.closest("[hidden]") && (field.checked || !["radio", "checkbox"].includes(field.type)))
    .map((field) => field.value);
  const update = () => parts.forEach((part) => {
    part.hidden = !given(part.dataset.shownIf).includes(part.dataset.shownValue);
    const hint = part.querySelector(":scope > .hint");
    if (hint) hint.hidden = true;
  });
  if (!parts.length) return;
  document.addEventListener("change", update);
  update();
})();
