// Checks people in at a door, also while the line is down: codes that are typed or seen by camera.js, and buttons of
// the list. Each check-in gets a key and the time of the device, lies in the browser's own store until the server has
// it, and is sent in batches. There is no service worker: the page has to stay open. Without this script the page works
// by forms.
(() => {
  "use strict";
  const root = document.querySelector("[data-check-in]");
  if (!root || !window.indexedDB || !window.fetch) return;
  const say = root.dataset, meeting = say.checkIn, session = say.session || "";
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", BADGE = /^[0-9A-HJKMNP-TV-Z]{12}$/;
  const AT_ONCE = 100, EVERY = 20000, LINES = 8, AWAY = 3000;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const codeForm = part("code-form"), listForm = part("list-form"), status = part("status"), log = part("log");
  const queue = new Map(), known = new Map(), sights = new Map();
  let store = null, sending = false, inside = 0;

  // The browser's store: what waits to be sent, the list of badges, the key of this device.
  const opened = new Promise((resolve) => {
    const asked = indexedDB.open(`jisr-check-in-${meeting}`, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("queue", { keyPath: "key" });
      asked.result.createObjectStore("known", { keyPath: "d" });
      asked.result.createObjectStore("device", { keyPath: "name" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null);
  });
  const run = (name, mode, work) => new Promise((resolve) => {
    if (!store) { resolve([]); return; }
    const change = store.transaction(name, mode);
    const asked = work(change.objectStore(name));
    change.oncomplete = () => resolve(asked && asked.result);
    change.onerror = change.onabort = () => resolve([]);
  });
  const all = (name) => run(name, "readonly", (rows) => rows.getAll());
  const put = (name, row) => run(name, "readwrite", (rows) => rows.put(row));
  const drop = (name, key) => run(name, "readwrite", (rows) => rows.delete(key));
  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const readCode = (typed) => [...typed.toUpperCase()]
    .map((sign) => {
      const place = "٠١٢٣٤٥٦٧٨٩".indexOf(sign), other = "۰۱۲۳۴۵۶۷۸۹".indexOf(sign);
      if (place >= 0 || other >= 0) return String(Math.max(place, other));
      return { I: "1", L: "1", O: "0" }[sign] || sign;
    })
    .filter((sign) => ALPHABET.includes(sign)).join("");
  const digestOf = async (code) => {
    if (!crypto.subtle) return ""; // without a secure line the server alone knows badges
    const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${meeting}:${code}`));
    return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  function tell(tone, words, who) {
    const line = document.createElement("li"), badge = document.createElement("span"), name = document.createElement("bdi");
    badge.className = `badge badge--${tone}`;
    badge.textContent = words;
    name.textContent = who || "";
    line.append(badge, " ", name);
    log.prepend(line);
    while (log.children.length > LINES) log.lastElementChild.remove();
  }
  function showState() {
    const isDown = !navigator.onLine;
    status.textContent = `${isDown ? say.textDown : say.textUp} ${say.textUnsent.replace("{number}", queue.size)}`;
    status.className = `badge badge--${isDown || queue.size ? "waiting" : "good"}`;
    part("inside").textContent = inside;
  }
  function showRow(who, direction) {
    const row = listForm.querySelector(`tr[data-who="${who}"]`);
    if (!row) return;
    const isIn = direction === "in", badge = row.querySelector(".badge"), button = row.querySelector("button");
    badge.className = `badge badge--${isIn ? "good" : "neutral"}`;
    badge.textContent = isIn ? say.textIn : say.textOut;
    button.value = `${isIn ? "out" : "in"}:${who}`;
    button.querySelector("[data-part=label]").textContent = isIn ? say.labelOut : say.labelIn;
    button.classList.toggle("button--secondary", isIn);
  }

  async function add(entry) {
    const row = { key: newKey(), session, at: new Date().toISOString(), ...entry };
    queue.set(row.key, row);
    await put("queue", row);
    showState();
    send();
  }
  async function byCode(typed, direction) {
    const code = readCode(typed), digest = code && await digestOf(code), badge = known.get(digest);
    if (!code) return;
    if (badge) {
      const again = badge.in === (direction === "in");
      tell(again ? "waiting" : "good", again ? say.textAgain : direction === "in" ? say.textIn : say.textOut, badge.i);
      if (!again) inside += direction === "in" ? 1 : -1;
      badge.in = direction === "in";
      put("known", badge);
    } else {
      tell("waiting", digest && known.size ? say.textUnknown : say.textKept, code);
    }
    if (navigator.vibrate) navigator.vibrate(badge ? 60 : [60, 60, 60]);
    await add({ code, direction });
  }

  async function fetchList() {
    const answer = await fetch(say.listUrl, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error("signed out");
    const told = await answer.json();
    known.clear();
    await run("known", "readwrite", (rows) => rows.clear());
    for (const badge of told.people) known.set(badge.d, badge);
    await run("known", "readwrite", (rows) => told.people.forEach((badge) => rows.put(badge)));
    if (!queue.size) inside = told.inside;
    return told.csrf;
  }
  async function sendBatch(token) {
    const entries = [...queue.values()].slice(0, AT_ONCE);
    const answer = await fetch(say.batchUrl, {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ device: await deviceKey(), sent_at: new Date().toISOString(), entries }),
    });
    if (!answer.ok || answer.redirected) throw new Error(`refused ${answer.status}`);
    for (const one of (await answer.json()).results) {
      const row = queue.get(one.key);
      if (!row) continue;
      if (one.broken) tell("bad", say.textBroken, row.code);
      else if (one.text && one.is_new) tell(one.counts ? "waiting" : "bad", one.text, row.code);
      queue.delete(one.key);
      await drop("queue", one.key);
    }
  }
  async function deviceKey() {
    const [kept] = await all("device");
    if (kept) return kept.key;
    const made = { name: "device", key: newKey() };
    await put("device", made);
    return made.key;
  }
  async function send() {
    if (sending || !navigator.onLine) return;
    sending = true;
    try {
      const token = await fetchList();
      while (queue.size) await sendBatch(token);
      part("trouble").textContent = "";
    } catch (error) {
      if (!(error instanceof TypeError)) part("trouble").textContent = say.textSignedOut; // a TypeError: the line is down
    }
    sending = false;
    showState();
  }

  // The camera sees a badge many times a second: it counts again once it was out of sight for a while.
  root.addEventListener("code-in-sight", ({ detail: scanned }) => {
    const direction = codeForm.elements.direction.value, sight = `${direction}:${scanned}`, now = Date.now();
    const isNew = now - (sights.get(sight) || 0) > AWAY;
    sights.set(sight, now);
    if (!isNew) return;
    if (BADGE.test(scanned)) byCode(scanned, direction);
    else tell("bad", say.textNoBadge, ""); // a poster or a ticket: nothing for the team to settle
  });
  codeForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = codeForm.elements.code;
    byCode(field.value, codeForm.elements.direction.value);
    field.value = "";
    field.focus();
  });
  listForm.addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.value) return;
    event.preventDefault();
    const [direction, who] = event.submitter.value.split(":");
    inside += direction === "in" ? 1 : -1;
    showRow(who, direction);
    add({ participant: who, direction });
  });
  part("search").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const row of listForm.querySelectorAll("tr[data-who]")) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
  });
  part("forget").addEventListener("click", async () => {
    if (queue.size) { part("trouble").textContent = say.textSendFirst; return; }
    known.clear();
    await run("known", "readwrite", (rows) => rows.clear());
    part("trouble").textContent = say.textForgotten;
  });
  part("send").addEventListener("click", send);
  window.addEventListener("online", () => { showState(); send(); });
  window.addEventListener("offline", showState);
  window.addEventListener("beforeunload", (event) => { if (queue.size) event.preventDefault(); });

  (async () => {
    store = await opened;
    for (const row of await all("queue")) queue.set(row.key, row);
    for (const badge of await all("known")) known.set(badge.d, badge);
    inside = Number(part("inside").textContent);
    part("device").hidden = false;
    if (!store) part("trouble").textContent = say.textNoStore;
    showState();
    await send();
    root.dataset.ready = "yes";
    setInterval(send, EVERY);
  })();
})();
