// The auditors' page: every decision is one request; the page works by keyboard alone.
// Text only ever becomes text: nothing here makes markup out of what the server sends.

const $ = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const desk = $("desk");
const words = desk ? JSON.parse(desk.dataset.words) : {};
const NAME = "ogrogoti-reviewer";

const by = $("by");
by.value = localStorage.getItem(NAME) || by.dataset.default;
by.addEventListener("change", () => localStorage.setItem(NAME, by.value));
const announce = (text) => { $("live").textContent = text; };

async function send(path, body, version) {
  const headers = { "content-type": "application/json" };
  if (version) headers["if-match"] = version;
  try {
    const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const said = await answer.json().catch(() => ({}));
    return { ok: answer.ok, said, version: answer.headers.get("etag") };
  } catch {
    return { ok: false, said: {}, version: null };
  }
}

if (desk) startDesk();
if ($("confirm")) startGroup();

function startDesk() {
  const base = `/report/${desk.dataset.report}`;
  const items = all(".item", $("items"));
  const cells = new Map(all("[data-key]", $("grid")).map((cell) => [cell.dataset.key, cell]));
  const spots = new Map(all("[data-place]", $("paper")).map((spot) => [spot.dataset.place, spot]));
  const keyAt = new Map();
  for (const [key, cell] of cells) {
    for (const [page, line, column] of JSON.parse(cell.dataset.at)) {
      const place = `${page}:${line}:${column}`;
      if (!keyAt.has(place)) keyAt.set(place, key);
    }
  }
  const boxes = new Map();
  const sheets = $("sheets") || $("paper");
  const drawn = new Map();
  let subject = null;
  let lit = [];
  let pointed = "";
  let timer = 0;

  // ---- light: a value and all its places, whichever of them is pointed at

  function placesOf(key) {
    const cell = cells.get(key);
    if (!cell) return [];
    const marks = JSON.parse(cell.dataset.at).map(([p, l, c]) => spots.get(`${p}:${l}:${c}`));
    return [...marks, ...(boxes.get(key) || [])].filter(Boolean);
  }

  function light(key, from) {
    for (const mark of lit) mark.classList.remove("lit");
    const cell = cells.get(key);
    const marks = placesOf(key);
    lit = cell ? [cell, ...marks] : marks;
    for (const mark of lit) mark.classList.add("lit");
    if (from === "nowhere") return;
    if (from !== "paper" && marks[0]) bring(marks[0], $("paper"));
    if (from !== "grid" && cell) bring(cell, $("grid"));
  }

  function boxed(one) {
    return one ? JSON.parse(one.dataset.at).filter(([, , , box]) => box) : [];
  }

  // a page that was not in sight yet has no boxes to light up
  async function reach(about, from) {
    pointed = about.key;
    const pages = boxed(cells.get(about.key) || about.item).map(([page]) => sheetOf(page));
    const missing = pages.filter((sheet) => sheet && !drawn.has(sheet));
    if (!missing.length) return;
    await Promise.all(missing.map(frame));
    if (pointed === about.key) light(about.key, from);
  }

  function bring(mark, box) {
    const a = mark.getBoundingClientRect();
    const b = box.getBoundingClientRect();
    const down = a.top < b.top + 30 || a.bottom > b.bottom - 10;
    const across = a.left < b.left + 60 || a.right > b.right;
    // both ways in one call: a second one would end a smooth first one
    box.scrollBy(across ? a.left - b.left - b.width / 3 : 0, down ? a.top - b.top - b.height / 3 : 0);
  }

  function keyOf(target) {
    const cell = target.closest?.("[data-key]");
    if (cell && !cell.classList.contains("item")) return cell.dataset.key;
    const spot = target.closest?.("[data-place]");
    return spot ? keyAt.get(spot.dataset.place) : undefined;
  }

  for (const [box, name] of [[$("grid"), "grid"], [$("paper"), "paper"]]) {
    box.addEventListener("mouseover", (event) => {
      const key = keyOf(event.target);
      if (!key) return;
      light(key, name);
      reach({ key }, name);
    });
    box.addEventListener("mouseleave", () => {
      pointed = subject?.key;
      if (subject) light(subject.key, "both");
    });
    box.addEventListener("click", (event) => {
      const key = keyOf(event.target);
      if (key) choose(key, name);
    });
  }

  // ---- by keyboard: arrows walk the table, or the places of the original

  const order = [...cells.keys()];
  let walker = -1;
  function walk(step) {
    walker = Math.max(0, Math.min(order.length - 1, walker + step));
    const key = order[walker];
    light(key);
    reach({ key });
    announce(cells.get(key).textContent.trim());
  }
  for (const [box, name] of [[$("grid"), "grid"], [$("paper"), "paper"]]) {
    box.addEventListener("keydown", (event) => {
      const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps && !event.altKey && !event.ctrlKey && !event.metaKey) {
        walk(steps[event.key]);
        event.preventDefault();
      } else if (event.key === "Enter" && walker >= 0) {
        choose(order[walker], name);
        event.preventDefault();
      }
    });
  }
  $("items").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { step(1); event.preventDefault(); }
    if (event.key === "ArrowUp") { step(-1); event.preventDefault(); }
  });

  // ---- the subject: what is decided about

  function itemIndex() { return subject ? items.indexOf(subject.item) : -1; }

  function chooseItem(item) {
    show({ key: item.dataset.key, item, version: item.dataset.etag, reading: item.dataset.reading === "yes" });
    const list = $("items");
    const a = item.getBoundingClientRect();
    const b = list.getBoundingClientRect();
    if (a.top < b.top || a.bottom > b.bottom) list.scrollTop += a.top - b.top - b.height / 3;
    const line = String(JSON.parse(item.dataset.at)[0]?.[1] ?? "");
    if (!placesOf(item.dataset.key).length) {
      const row = document.querySelector(`tr[data-row="${CSS.escape(item.dataset.row)}"]`);
      if (row && !cells.has(item.dataset.key)) bring(row, $("grid"));
      const near = all(".src", $("paper")).find((spot) => spot.dataset.place.split(":")[1] === line);
      if (near) bring(near, $("paper"));
    }
  }

  async function choose(key, from) {
    walker = order.indexOf(key);
    const item = items.find((one) => one.dataset.key === key);
    if (item) { chooseItem(item); return; }
    show({ key, item: null, version: null, reading: true }, from);
    const answer = await fetch(`${base}/cell?key=${encodeURIComponent(key)}`);
    await answer.text();
    if (answer.ok && subject?.key === key) subject.version = answer.headers.get("etag");
  }

  function show(chosen, from) {
    subject = chosen;
    closeEditor();
    for (const item of items) {
      const now = item === chosen.item;
      item.classList.toggle("now", now);
      if (now) item.setAttribute("aria-current", "true"); else item.removeAttribute("aria-current");
    }
    const cell = cells.get(chosen.key);
    light(chosen.key, from);
    reach(chosen);
    walker = Math.max(walker, order.indexOf(chosen.key));
    const text = chosen.item ? chosen.item.querySelector(".text").textContent : nameOf(cell);
    $("what").textContent = text;
    const picture = $("crop");
    if (picture) {
      picture.hidden = !boxed(cell || chosen.item).length;
      if (!picture.hidden) picture.src = `${base}/crop.png?key=${encodeURIComponent(chosen.key)}`;
    }
    $("read-raw").textContent = cell?.querySelector(".raw")?.textContent || "";
    $("read-typed").textContent = cell?.querySelector(".typed, .void")?.textContent || "";
    const box = $("candidates");
    box.replaceChildren();
    const candidates = chosen.item ? JSON.parse(chosen.item.dataset.candidates) : [];
    candidates.slice(0, 9).forEach((candidate, n) => {
      if (!chosen.reading) {  // nothing to write it to: it is only told
        const told = document.createElement("bdi");
        told.append(candidate);
        box.append(told);
        return;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.append(candidate, " ");
      const key = document.createElement("kbd");
      key.textContent = String(n + 1);
      button.append(key);
      button.addEventListener("click", () => decide("correct", candidate));
      box.append(button);
    });
    const name = chosen.item ? chosen.item.querySelector(".name").textContent : nameOf(cell);
    announce(`${name}. ${text}. ${$("read-raw").textContent}`);
    for (const button of all('[data-act="correct"]')) button.disabled = !chosen.reading;
  }

  // `2.2.5 · 100 %`, as the table's row and column say
  function nameOf(cell) {
    if (!cell) return "";
    const row = cell.closest("tr").querySelector("th").textContent.trim();
    const label = cell.querySelector(".label") || $("grid").querySelectorAll("thead th")[cell.cellIndex];
    return [row, label?.textContent.trim()].filter(Boolean).join(" · ");
  }

  function step(by_) {
    if (!items.length) return;
    const at = itemIndex();
    chooseItem(items[Math.max(0, Math.min(items.length - 1, at + by_))]);
  }

  function onward() {
    const at = itemIndex();
    if (at < 0) return;
    const open = (item) => !item.classList.contains("done");
    const next = items.slice(at + 1).find(open) || items.find(open);
    if (next) chooseItem(next); else announce(words.js_done);
  }

  // ---- decisions

  function say(text, bad) {
    $("said").textContent = text;
    $("said").classList.toggle("bad", Boolean(bad));
  }

  async function decide(kind, text = null) {
    if (!subject || subject.busy) return;
    const about = subject;
    about.busy = true;
    const why = kind === "reject" && $("editor").hidden ? words.js_reject_why : $("why").value;
    const body = { key: about.key, kind, text, why: kind === "accept" || kind === "withdraw" ? "" : why, by: by.value };
    const { ok, said, version } = await send(`${base}/decide`, body, about.version);
    about.busy = false;
    if (version) remember(about, version);
    if (!ok) { refuse(said); return; }
    mark(about.key, said.kind, said.text);
    drawSums(said.sums);
    closeEditor();
    say(`${words.js_saved} ${words[`did_${said.kind}`]} ${said.text ?? ""} (${said.done}/${said.due})`);
    if (kind !== "withdraw" && about === subject) onward();
  }

  function refuse(said) {
    const theirs = said.stands ? ` ${words.js_theirs} ${said.stands.by ?? ""} ${words[`did_${said.stands.kind}`] ?? ""} ${said.stands.text ?? said.stands.raw ?? ""}.` : "";
    const yours = said.sent?.text ? ` ${words.js_yours} ${said.sent.text}.` : "";
    say(`${words.js_failed} ${said.message ?? ""}${theirs}${yours}`, true);
  }

  function remember(about, version) {
    about.version = version;
    for (const item of items) if (item.dataset.key === about.key) item.dataset.etag = version;
  }

  function mark(key, kind, text) {
    const verdict = kind === "withdraw" ? "" : `${words[`did_${kind}`]} ${kind === "correct" ? text : ""}`.trim();
    const marks = [cells.get(key), ...items.filter((item) => item.dataset.key === key)].filter(Boolean);
    for (const one of marks) {
      one.classList.remove("accept", "correct", "reject");
      const name = one.classList.contains("item") ? "done" : "decided";
      one.classList.toggle(name, kind !== "withdraw");
      if (kind !== "withdraw") one.classList.add(kind);
      one.querySelector(".verdict").textContent = verdict;
    }
  }

  function drawSums(sums) {
    const list = $("sums");
    const before = all("li", list).map((line) => line.className.split(" ")[0] + line.querySelector(".sum-text")?.textContent);
    list.replaceChildren(...sums.map((sum, n) => {
      const line = document.createElement("li");
      line.className = sum.verdict;
      for (const [name, text] of [["sum-name", sum.name], ["sum-text", sum.text], ["sum-mark", sum.mark]]) {
        const part = document.createElement("span");
        part.className = name;
        part.textContent = name !== "sum-mark" && document.documentElement.lang === "bn" ? bangla(text) : text;
        line.append(part, " ");
      }
      if (before.length && before[n] !== line.className + line.querySelector(".sum-text").textContent) line.classList.add("changed");
      return line;
    }));
  }
  const bangla = (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0x9b6));

  // ---- the editor

  function openEditor() {
    if (!subject?.reading) return;
    $("editor").hidden = false;
    all('[data-act="correct"]')[0].setAttribute("aria-expanded", "true");
    const cell = cells.get(subject.key);
    const corrected = cell?.querySelector(".verdict bdi")?.textContent;
    $("text").value = corrected || $("read-raw").textContent;
    $("means").textContent = "";
    $("text").focus();
    $("text").select();
    light(subject.key);  // the editor takes room from the page
    tries();
  }

  function closeEditor() {
    if ($("editor").hidden) return;
    const inside = $("editor").contains(document.activeElement);
    $("editor").hidden = true;
    all('[data-act="correct"]')[0].setAttribute("aria-expanded", "false");
    clearTimeout(timer);
    if (inside) $("items").focus();
  }

  function tries() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const about = subject;
      const { ok, said } = await send(`${base}/try`, { key: about.key, text: $("text").value });
      if (about !== subject || $("editor").hidden) return;
      if (!ok) { $("means").textContent = said.message ?? ""; return; }
      $("means").textContent = said.state === "invalid" ? `✗ ${words.js_no_value}` : `${words.js_means} ${said.value || words[`state_${said.state}`]}`;
      drawSums(said.sums);
    }, 120);
  }

  async function cancel() {
    const about = subject;
    closeEditor();
    if (about) {
      const cell = cells.get(about.key);
      const stands = cell?.querySelector(".verdict bdi")?.textContent;
      const { ok, said } = await send(`${base}/try`, { key: about.key, text: stands || cell?.querySelector(".raw")?.textContent || "" });
      if (ok) drawSums(said.sums);
    }
  }

  $("text").addEventListener("input", tries);
  $("act").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!$("editor").hidden) decide("correct", $("text").value);
  });
  for (const field of [$("text"), $("why")]) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        decide("correct", $("text").value);
      }
      if (event.key === "Escape") { event.preventDefault(); cancel(); }
    });
  }

  const acts = {
    accept: () => decide("accept"),
    correct: openEditor,
    reject: () => decide("reject"),
    withdraw: () => decide("withdraw"),
    next: () => step(1),
    previous: () => step(-1),
    cancel,
  };
  for (const button of all("[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]());
  for (const item of items) item.addEventListener("click", () => chooseItem(item));

  const keys = { a: "accept", c: "correct", x: "reject", u: "withdraw", j: "next", k: "previous" };
  document.addEventListener("keydown", (event) => {
    if (!$("keys").checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key in keys) { event.preventDefault(); acts[keys[key]](); }
    if (key === "b") blink();
    if (key === "+" || key === "=") zoom(1);
    if (key === "-") zoom(-1);
    if (/^[1-9]$/.test(key)) $("candidates").children[Number(key) - 1]?.click();
  });

  // ---- pages as pictures, with a box for each value

  const SVG = "http://www.w3.org/2000/svg";
  const sheetOf = (page) => document.querySelector(`.sheet[data-page="${page}"]`);

  function frame(sheet) {
    if (!drawn.has(sheet)) drawn.set(sheet, draw(sheet));
    return drawn.get(sheet);
  }

  async function draw(sheet) {
    const page = Number(sheet.dataset.page);
    const answer = await fetch(`${base}/page/${page}.json`);
    if (!answer.ok) return;
    const { width, height, pages } = await answer.json();
    if (page === 1 && sheets.dataset.more) addSheets(sheet, pages);
    // its height is known before its picture is there: nothing moves away when others are loaded
    const picture = sheet.querySelector("img");
    picture.width = Math.round(width);
    picture.height = Math.round(height);
    const svg = sheet.querySelector("svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const set = document.createElementNS(SVG, "g");
    set.setAttribute("class", "again-set");
    for (const [key, cell] of cells) {
      for (const [at, , , box] of JSON.parse(cell.dataset.at)) {
        if (at !== page || !box) continue;
        const frame = rect(box);
        frame.dataset.key = key;
        for (const level of ["error", "warning"]) if (cell.classList.contains(level)) frame.classList.add(level);
        boxes.set(key, [...(boxes.get(key) || []), frame]);
        svg.append(frame);
        set.append(rect(box), typeset(box, cell.querySelector(".verdict bdi") || cell.querySelector(".raw")));
      }
    }
    for (const item of items) {
      const { key } = item.dataset;
      if (cells.has(key) || boxes.get(key)?.some((mark) => mark.ownerSVGElement === svg)) continue;
      for (const [at, , , box] of boxed(item)) {
        if (at !== page) continue;
        const frame = rect(box);
        frame.dataset.key = key;
        frame.classList.add("found");
        boxes.set(key, [...(boxes.get(key) || []), frame]);
        svg.append(frame);
      }
    }
    svg.prepend(set);
    if (pointed) light(pointed, "nowhere");
  }

  // the pages of a Word file are counted when the first of them is drawn
  function addSheets(first, pages) {
    let last = first;
    for (let page = 2; page <= Math.min(pages, Number(sheets.dataset.more)); page += 1) {
      const sheet = first.cloneNode(true);
      const name = sheet.querySelector("figcaption").textContent.replace(/[1১]$/, numeral(page));
      sheet.dataset.page = page;
      sheet.querySelector("img").src = `${base}/page/${page}.png`;
      sheet.querySelector("img").alt = name;
      sheet.querySelector("figcaption").textContent = name;
      last.after(sheet);
      last = sheet;
      look(sheet);
    }
  }
  const numeral = (n) => (document.documentElement.lang === "bn" ? bangla(String(n)) : String(n));

  function rect([left, top, right, bottom]) {
    const box = document.createElementNS(SVG, "rect");
    box.setAttribute("x", left);
    box.setAttribute("y", top);
    box.setAttribute("width", Math.max(1, right - left));
    box.setAttribute("height", Math.max(1, bottom - top));
    return box;
  }

  // what was read, set again where it stands: a difference blinks
  function typeset([left, top, right, bottom], source) {
    const text = source?.textContent || "";
    const width = right - left;
    const height = bottom - top;
    const size = Math.max(3, Math.min(10, height * 0.8, Math.sqrt((width * height) / (Math.max(1, text.length) * 0.72))));
    const box = document.createElementNS(SVG, "foreignObject");
    for (const [name, value] of Object.entries({ x: left, y: top, width, height, "font-size": size })) box.setAttribute(name, value);
    const body = document.createElement("div");
    body.lang = "bn";
    body.textContent = text;
    box.append(body);
    return box;
  }

  function blink() {
    const on = sheets.classList.toggle("blinking");
    $("blink")?.setAttribute("aria-pressed", String(on));
  }
  $("blink")?.addEventListener("click", blink);

  function zoom(step_) {
    const now = Number([...sheets.classList].find((name) => name.startsWith("zoom-")).slice(5));
    const next = Math.max(1, Math.min(4, now + step_));
    sheets.classList.replace(`zoom-${now}`, `zoom-${next}`);
    if (subject) light(subject.key);
  }
  $("smaller")?.addEventListener("click", () => zoom(-1));
  $("larger")?.addEventListener("click", () => zoom(1));

  const watch = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) { watch.unobserve(one.target); frame(one.target); }
  }, { root: null, rootMargin: "600px" });
  function look(sheet) {
    watch.observe(sheet);
    sheet.querySelector("img").addEventListener("error", () => sheet.remove());
  }
  all(".sheet").forEach(look);

  function chooseAsked() {
    const asked = decodeURIComponent(location.hash.slice(1));
    const item = items.find((one) => one.dataset.key === asked);
    if (cells.has(asked)) choose(asked); else if (item) chooseItem(item);
    return cells.has(asked) || Boolean(item);
  }
  window.addEventListener("hashchange", chooseAsked);
  if (chooseAsked()) return;
  if (items.length) chooseItem(items.find((item) => !item.classList.contains("done")) || items[0]);
}

function startGroup() {
  $("confirm").addEventListener("click", async () => {
    const open = all(".tile").filter((tile) => tile.dataset.decided === "no");
    let n = 0;
    for (const tile of open) {
      const { report, key, etag } = tile.dataset;
      const { ok, version } = await send(`/report/${report}/decide`, { key, kind: "accept", text: null, why: "", by: by.value }, etag);
      if (version) tile.dataset.etag = version;
      if (!ok) continue;
      n += 1;
      tile.dataset.decided = "yes";
      tile.classList.add("done");
    }
    $("confirmed").textContent = `${n}/${open.length}`;
  });
}
