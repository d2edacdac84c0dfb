// Moves sessions in the grid of a day by mouse, touch or arrow keys. It sends the form that stands without it behind "Move".
(() => {
  "use strict";
  const form = document.querySelector("[data-agenda-form]");
  const status = document.querySelector("[data-agenda-status]");
  const hint = document.getElementById("agenda-how");
  if (!form || !window.fetch || !window.PointerEvent) return;
  const isRtl = document.documentElement.dir === "rtl";
  let held = null; // what is being moved: its item, and the start, room and minutes that it would get
  let busy = false, dragging = false, dragged = false, x = 0, y = 0;
  let below = 0; // how many rows below its beginning an item was taken hold of

  const board = () => document.querySelector("[data-agenda]");
  const rooms = () => [...document.querySelectorAll("th[data-room]")].map((head) => head.dataset);
  const starts = () => [...document.querySelectorAll("tr[data-start]")].map((row) => row.dataset.start);
  const holds = (from, to) => (at) => (box) => box[from] <= at && at < box[to];
  const boxes = (query) => [...document.querySelectorAll(query)].map((each) => each.getBoundingClientRect());
  const rowAt = (height) => boxes("tr[data-start]").findIndex(holds("top", "bottom")(height));
  const columnAt = (width) => boxes("th[data-room]").findIndex(holds("left", "right")(width));
  const titleOf = (item) => item.querySelector(".agenda-item__title");
  const say = (text) => { status.textContent = text; };

  function ready() {
    if (hint) hint.hidden = false;
    for (const item of document.querySelectorAll("[data-item]")) {
      titleOf(item).draggable = false;
      if (hint) titleOf(item).setAttribute("aria-describedby", hint.id);
      const grip = document.createElement("span");
      grip.className = "agenda-item__grip";
      grip.setAttribute("aria-hidden", "true");
      item.append(grip);
    }
  }

  function hold(item) {
    const { start, room, minutes } = item.dataset;
    held = { item, start, room, minutes: Number(minutes) };
    item.classList.add("agenda-item--held");
  }

  function letGo(text) {
    document.querySelectorAll(".agenda-grid__target").forEach((cell) => cell.classList.remove("agenda-grid__target"));
    if (held) held.item.classList.remove("agenda-item--held");
    held = null;
    dragging = false;
    if (text) say(text);
  }

  const isMoved = () => held.start !== held.item.dataset.start || held.room !== held.item.dataset.room
    || held.minutes !== Number(held.item.dataset.minutes);

  function tell() {
    document.querySelectorAll(".agenda-grid__target").forEach((cell) => cell.classList.remove("agenda-grid__target"));
    const cell = document.querySelector(`tr[data-start="${held.start}"] > td[data-room="${held.room}"]`);
    document.querySelector(`tr[data-start="${held.start}"] > th`)?.classList.add("agenda-grid__target");
    cell?.classList.add("agenda-grid__target");
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    const name = rooms().find((each) => each.room === held.room)?.name || "";
    const words = dragging ? board().dataset.sayOver : board().dataset.sayAt;
    say(words.replace("[title]", titleOf(held.item).textContent).replace("[time]", held.start)
      .replace("[room]", name).replace("[minutes]", held.minutes));
  }

  async function shown(answer) { // puts the grid of an answer in the place of this one; what the answer says
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-agenda]");
    if (fresh) {
      board().replaceWith(document.importNode(fresh, true));
      ready();
    }
    const told = [...page.querySelectorAll(".messages .notice__text, main > [role=alert] .notice__text")];
    return [Boolean(fresh), told.map((each) => each.textContent.trim()).join(" ")];
  }

  async function save() {
    const { item, start, room, minutes } = held;
    const { move, version, item: key } = item.dataset, words = { ...board().dataset };
    const values = { room, day: form.dataset.day, start, minutes, version };
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    letGo(words.sayBusy);
    busy = true;
    try {
      const [isDay, told] = await shown(await fetch(move, { method: "POST", body: new FormData(form) }));
      if (!isDay) await shown(await fetch(location.href));
      say(told || words.sayFailed);
    } catch {
      say(words.sayFailed); // the line is down; the page still shows what is kept
    }
    busy = false;
    document.querySelector(`[data-item="${key}"] .agenda-item__title`)?.focus();
  }

  function step(sideways, down, longer) {
    const times = starts(), columns = rooms();
    const time = times.indexOf(held.start), column = columns.findIndex((each) => each.room === held.room);
    if (longer) held.minutes = Math.max(5, held.minutes + 15 * longer);
    else if (time < 0) [held.start, held.room] = [times[0], columns[0].room]; // it had no time: begin at the first place
    else {
      held.start = times[Math.min(Math.max(time + down, 0), times.length - 1)];
      held.room = columns[Math.min(Math.max(column + (isRtl ? -sideways : sideways), 0), columns.length - 1)].room;
    }
  }

  document.addEventListener("keydown", (event) => {
    const item = event.target.closest?.("[data-item]");
    if (!item || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    const arrow = arrows[event.key];
    if (arrow && event.target === titleOf(item)) {
      event.preventDefault();
      if (held?.item !== item) { letGo(""); hold(item); }
      step(...arrow, event.shiftKey ? arrow[1] : 0);
      tell();
    } else if (held && event.key === "Enter") {
      event.preventDefault();
      if (isMoved()) save(); else letGo(board().dataset.sayBack);
    }
  });
  document.addEventListener("keydown", (event) => { // also while the mouse drags, when nothing of the item has the focus
    if (held && event.key === "Escape") letGo(board().dataset.sayBack);
  });
  document.addEventListener("focusout", (event) => {
    if (held && !dragging && !busy && held.item.contains(event.target)) letGo(board().dataset.sayBack);
  });

  document.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[data-item]");
    const isGrip = event.target.classList.contains("agenda-item__grip");
    dragged = false;
    if (!item || busy || event.button !== 0 || (event.pointerType !== "mouse" && !isGrip)) return;
    letGo("");
    hold(item);
    [dragging, x, y] = [true, event.clientX, event.clientY];
    const begins = starts().indexOf(held.start);
    below = begins < 0 ? 0 : Math.max(rowAt(y) - begins, 0);
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || !dragging) return;
    dragged = dragged || Math.abs(event.clientX - x) + Math.abs(event.clientY - y) > 6;
    const row = rowAt(event.clientY), column = columnAt(event.clientX);
    if (!dragged || row < 0 || column < 0) return;
    [held.start, held.room] = [starts()[Math.max(row - below, 0)], rooms()[column].room];
    tell();
  });
  document.addEventListener("pointerup", () => {
    if (!held || !dragging) return;
    if (dragged && isMoved()) save(); else letGo(dragged ? board().dataset.sayBack : "");
  });
  document.addEventListener("pointercancel", () => letGo(""));
  document.addEventListener("click", (event) => { // the click that ends a drag opens no page
    if (dragged && event.target.closest("[data-item]")) event.preventDefault();
  }, true);
  document.addEventListener("dragstart", (event) => { if (event.target.closest("[data-item]")) event.preventDefault(); });
  document.addEventListener("selectstart", (event) => { if (dragging) event.preventDefault(); });
  ready();
})();
