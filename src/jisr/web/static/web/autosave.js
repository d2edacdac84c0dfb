// Saves a form a moment after typing, so that a killed browser loses at most a few seconds. Without it the form works.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;
  const status = form.querySelector("[data-autosave-status]");
  const wait = 2000;
  let timer = 0, busy = false, dirty = false, stopped = false, pending = null;

  const say = (text) => { if (status && text) status.textContent = text; };
  const plan = () => { dirty = true; clearTimeout(timer); timer = setTimeout(save, wait); };

  async function save() {
    if (busy || stopped || !dirty) return;
    busy = true;
    dirty = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin",
      });
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      const told = isJson ? await answer.json() : {};
      say(told.message);
      for (const [name, stamp] of Object.entries(told.stamps || {})) {
        const field = form.elements[`seen_${name}`];
        if (field) field.value = stamp;
      }
      if (!answer.ok || !isJson) stopped = answer.status !== 503 && answer.status !== 502;
    } catch {
      dirty = true; // the line is down: try again with the next key, or in a while
      timer = setTimeout(save, 5000);
    }
    busy = false;
    if (pending) {
      stopped = true;
      form.requestSubmit(pending.submitter);
    } else if (dirty && !stopped) {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    }
  }

  form.addEventListener("input", plan);
  form.addEventListener("change", plan);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (busy && !pending) { // the saving under way comes first, or it would look like a second editor
      event.preventDefault();
      pending = { submitter: event.submitter };
    } else {
      stopped = true;
    }
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
})();
